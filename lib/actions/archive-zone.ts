import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { conflict, invalid } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { lockZone } from './machine/zones.ts';
import { archiveZoneSchema } from './schemas.ts';

/** Takes a zone out of use; its suffix must be typed by hand. Administrators only. What is delegated from it is revoked first. */
export async function archiveZone(actor: Actor, input: unknown): Promise<{ suffix: string }> {
  requirePermission(actor, 'zone.write');
  const { suffix, confirmSuffix } = parse(archiveZoneSchema, input);
  return withTransaction(async (tx) => {
    const zone = await lockZone(tx, suffix);
    if (confirmSuffix !== suffix) {
      throw invalid([
        { field: 'confirmSuffix', message: `Type "${suffix}" to confirm that the zone is to go.` },
      ]);
    }
    const delegations = await tx.delegation.count({ where: { zoneId: zone.id, revokedAt: null } });
    if (delegations > 0) {
      throw conflict(
        `${String(delegations)} ${delegations === 1 ? 'name is' : 'names are'} still delegated from ${suffix}. Revoke ${delegations === 1 ? 'it' : 'them'} first.`,
      );
    }
    const now = new Date();
    await tx.zone.update({
      where: { id: zone.id },
      data: { archivedAt: now, updatedAt: now, version: { increment: 1 } },
    });
    await record(tx, auditActor(actor), {
      action: 'zone.archived',
      target: { kind: 'zone', id: zone.id, name: suffix },
      teamId: zone.ownerTeamId,
    });
    await emit(tx, 'zone', zone.id);
    return { suffix };
  });
}
