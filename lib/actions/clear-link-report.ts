import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { conflict, notFound } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { byIdSchema } from './schemas.ts';

/**
 * Says that a link which was reported is right after all, or has been mended: all reports of this link at this address are cleared.
 * Members of the team. Throws `conflict` when they were cleared already.
 */
export async function clearLinkReport(actor: Actor, input: unknown): Promise<{ message: string }> {
  const { id } = parse(byIdSchema, input);
  return withTransaction(async (tx) => {
    const report = await tx.linkReport.findUnique({ where: { id }, include: { service: true } });
    if (!report) throw notFound('report');
    const { service, serviceId, link, url } = report;
    requirePermission(actor, 'link.clear', { teamId: service.teamId }, 'report');
    const cleared = await tx.linkReport.updateMany({
      where: { serviceId, link, url, clearedAt: null },
      data: { clearedAt: new Date(), clearedBy: actor.personId },
    });
    if (cleared.count === 0) throw conflict('The report has been cleared already.');
    await record(tx, auditActor(actor), {
      action: 'service.link-cleared',
      target: { kind: 'service', id: service.id, name: service.slug },
      teamId: service.teamId,
      detail: { link, url, reports: cleared.count },
    });
    await emit(tx, 'service', service.id);
    return { message: 'The report is cleared.' };
  });
}
