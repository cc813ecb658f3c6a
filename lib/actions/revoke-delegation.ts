import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import type { Tx } from '../db/client.ts';
import { invalid, notFound } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { revokeGrants } from './machine/hosts.ts';
import { revokeDelegationSchema } from './schemas.ts';

/**
 * Takes a delegation back, with every host that was handed out from it: the namespaces lose them at once, and the names stay taken until
 * the clusters have confirmed it and the quarantine is over. A host that lies in another delegation of the same team stays. The name must
 * be typed by hand. Administrators only.
 */
export async function revokeDelegation(
  actor: Actor,
  input: unknown,
): Promise<{ id: string; revokedHosts: string[]; message: string }> {
  requirePermission(actor, 'delegation.write');
  const { id, confirmHost, reason } = parse(revokeDelegationSchema, input);
  return withTransaction(async (tx) => {
    const found = await tx.delegation.findUnique({ where: { id }, select: { teamId: true } });
    if (!found) throw notFound('delegation');
    // Who grants from it holds this lock too.
    await tx.$queryRaw`SELECT 1 FROM team WHERE id = ${found.teamId}::uuid FOR NO KEY UPDATE`;
    const delegation = await tx.delegation.findFirst({
      where: { id, revokedAt: null },
      include: { team: true },
    });
    if (!delegation) throw notFound('delegation');
    const { host, team, zoneId } = delegation;
    if (confirmHost !== host) {
      throw invalid([
        { field: 'confirmHost', message: `Type "${host}" to confirm that it is to be taken back.` },
      ]);
    }
    await rehome(tx, id);
    // What is only asked for is judged anew when somebody decides it.
    await tx.hostGrant.updateMany({
      where: { delegationId: id, state: 'reserved' },
      data: { delegationId: null, updatedAt: new Date() },
    });
    const grants = await tx.hostGrant.findMany({
      where: { delegationId: id, state: 'active' },
      select: { id: true },
    });
    const by = auditActor(actor);
    const revokedHosts = await revokeGrants(
      tx,
      by,
      grants.map((grant) => grant.id),
      reason,
    );
    await tx.delegation.update({ where: { id }, data: { revokedAt: new Date(), revokedBy: actor.personId } });
    await record(tx, by, {
      action: 'delegation.revoked',
      target: { kind: 'delegation', id, name: host },
      teamId: team.id,
      detail: { team: team.slug, reason, hosts: revokedHosts },
    });
    await emit(tx, 'zone', zoneId);
    await emit(tx, 'team', team.id);
    const hosts = revokedHosts.length === 1 ? '1 host' : `${String(revokedHosts.length)} hosts`;
    return { id, revokedHosts, message: `"${host}" is taken back from ${team.name}, with ${hosts}.` };
  });
}

/** Moves what lies in another delegation of the team as well over to that one. */
async function rehome(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE host_grant g SET delegation_id = other.id, updated_at = now()
    FROM delegation gone JOIN delegation other
      ON other.team_id = gone.team_id AND other.id <> gone.id AND other.revoked_at IS NULL
    WHERE gone.id = ${id}::uuid AND g.delegation_id = gone.id AND g.state IN ('reserved', 'active')
      AND other.range @> g.host_range`;
}
