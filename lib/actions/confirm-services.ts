import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { lockService } from './machine/transfers.ts';
import { confirmServicesSchema } from './schemas.ts';

/**
 * Says of services that they are the team's, and that contacts and links are right: for half a year nobody is asked again. All of
 * them or none. Clears the reports of their broken links where asked to. Members of their teams.
 */
export async function confirmServices(
  actor: Actor,
  input: unknown,
): Promise<{ services: string[]; clearedReports: number; message: string }> {
  const { services, clearReports = false } = parse(confirmServicesSchema, input);
  return withTransaction(async (tx) => {
    const now = new Date();
    const by = auditActor(actor);
    const confirmed: string[] = [];
    let clearedReports = 0;
    // In one order for everybody, since each row is locked.
    for (const slug of [...new Set(services)].sort()) {
      const service = await lockService(tx, slug);
      requirePermission(actor, 'service.confirm', { teamId: service.teamId }, 'service');
      await tx.service.update({
        where: { id: service.id },
        data: { confirmedAt: now, confirmedBy: actor.personId },
      });
      const { count } = clearReports
        ? await tx.linkReport.updateMany({
            where: { serviceId: service.id, clearedAt: null },
            data: { clearedAt: now, clearedBy: actor.personId },
          })
        : { count: 0 };
      clearedReports += count;
      confirmed.push(service.slug);
      await record(tx, by, {
        action: 'service.confirmed',
        target: { kind: 'service', id: service.id, name: service.slug },
        teamId: service.teamId,
        detail: clearReports ? { clearedReports: count } : {},
      });
      await emit(tx, 'service', service.id);
    }
    const what = confirmed.length === 1 ? '1 service is' : `${String(confirmed.length)} services are`;
    return { services: confirmed, clearedReports, message: `${what} confirmed for half a year.` };
  });
}
