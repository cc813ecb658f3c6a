/**
 * Hosts of a service that changes hands. A host stands on a delegation of its team, and no two teams may hold one name: so a host goes
 * along with its delegation or not at all. A delegation of exactly the service's name is the service's. A wider one is the team's: it
 * goes along only where nothing else uses it and who accepts may give names to teams; else the names are refused, each with its remedy.
 */
import type { Tx } from '../../db/client.ts';
import { conflict } from '../../domain/errors.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import type { AuditActor } from '../../events/record.ts';
import type { Handover } from './handover.ts';

type Grant = {
  id: string;
  name: string;
  host: string;
  delegationId: string;
  delegation: string;
  zoneId: string;
  /** Nothing but this service is granted from the delegation. */
  sole: boolean;
};

/** Hands over what the namespaces hold; the names, in order. The caller holds both teams' rows and the namespaces'. */
export async function handOverHosts(
  tx: Tx,
  by: AuditActor,
  handover: Handover,
  namespaceIds: readonly string[],
): Promise<string[]> {
  const grants = await grantsOf(tx, namespaceIds);
  const moving = await movable(tx, handover, grants);
  const stuck = grants.filter(({ delegationId }) => !moving.has(delegationId));
  if (stuck.length > 0) throw refusal(handover, stuck);
  await lockZones(tx, grants);
  // All end before one begins anew: two that overlap must not be two teams' in between.
  await tx.delegation.updateMany({
    where: { id: { in: [...moving] } },
    data: { revokedAt: new Date(), revokedBy: by.id },
  });
  for (const delegationId of [...moving].sort()) {
    const theirs = grants.filter((grant) => grant.delegationId === delegationId);
    await handOverDelegation(tx, by, handover, theirs);
  }
  // What is on its way out, or in quarantine, is the receiver's to wait for, or to take again.
  await tx.$executeRaw`
    UPDATE host_grant SET team_id = ${handover.to.id}::uuid, updated_at = now()
    WHERE namespace_id = ANY (${namespaceIds}::uuid[]) AND state IN ('revoking', 'quarantined')`;
  return grants.map(({ name }) => name);
}

async function grantsOf(tx: Tx, namespaceIds: readonly string[]): Promise<Grant[]> {
  return tx.$queryRaw<Grant[]>`
    SELECT g.id, g.host || g.path AS name, g.host, d.id AS "delegationId", d.host AS delegation, d.zone_id AS "zoneId",
      NOT EXISTS (SELECT 1 FROM host_grant o WHERE o.delegation_id = d.id AND o.state IN ('reserved', 'active')
        AND (o.namespace_id IS NULL OR o.namespace_id <> ALL (${namespaceIds}::uuid[]))) AS sole
    FROM host_grant g JOIN delegation d ON d.id = g.delegation_id
    WHERE g.namespace_id = ANY (${namespaceIds}::uuid[]) AND g.state = 'active' ORDER BY g.host, g.path, g.id`;
}

/** Which delegations may go along: those, of which no other of the giving team holds a part. */
async function movable(tx: Tx, { from, mayDelegate }: Handover, grants: Grant[]): Promise<Set<string>> {
  const wide = new Set(
    grants.filter(({ host, delegation }) => host !== delegation).map(({ delegationId }) => delegationId),
  );
  const own = new Set(
    grants
      .filter(({ sole, delegationId }) => sole && (mayDelegate || !wide.has(delegationId)))
      .map(({ delegationId }) => delegationId),
  );
  // What stays may overlap what would go, and then that stays too: until nothing more does.
  for (;;) {
    const held = await tx.$queryRaw<{ id: string }[]>`
      SELECT d.id FROM delegation d
      WHERE d.id = ANY (${[...own]}::uuid[]) AND EXISTS (SELECT 1 FROM delegation o
        WHERE o.team_id = ${from.id}::uuid AND o.revoked_at IS NULL AND o.range && d.range
          AND o.id <> ALL (${[...own]}::uuid[]))`;
    if (held.length === 0) return own;
    for (const { id } of held) own.delete(id);
  }
}

function refusal({ from, to, mayDelegate }: Handover, stuck: Grant[]): Error {
  const errors = stuck.map(({ name, delegation, sole, host }) => ({
    field: 'hosts',
    message:
      sole && host !== delegation && !mayDelegate
        ? `${name} lies in ${delegation}, which only this service uses: an administrator who accepts gives it along.`
        : `${name} lies in a name that ${from.name} keeps (${delegation}): its maintainers release the host first, or an administrator delegates it to ${from.name} by itself and takes back what is wider.`,
  }));
  const names = stuck.map(({ name }) => name);
  const shown = names.slice(0, 10).join(', ');
  const more = names.length > 10 ? ` and ${String(names.length - 10)} more` : '';
  return conflict(
    `${to.name} can’t have these hosts: ${shown}${more}. ${errors[0]?.message ?? ''} Nothing was changed.`,
    errors,
  );
}

/** Held against an administrator who takes a zone off a cluster in this moment. */
async function lockZones(tx: Tx, grants: Grant[]): Promise<void> {
  const ids = [...new Set(grants.map(({ zoneId }) => zoneId))];
  await tx.$queryRaw`SELECT 1 FROM zone WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR SHARE`;
}

/** The old row has ended, and a new one begins: who held a name when stays on record. */
async function handOverDelegation(
  tx: Tx,
  by: AuditActor,
  { service, from, to }: Handover,
  grants: Grant[],
): Promise<void> {
  const first = grants[0];
  if (first === undefined) return;
  const { delegationId, delegation: host, zoneId } = first;
  const reason = `Came with the service ${service.slug} from ${from.slug}.`;
  const made = await tx.delegation.create({
    data: { zoneId, teamId: to.id, host, reason, createdBy: by.id },
    select: { id: true },
  });
  await tx.$executeRaw`
    UPDATE host_grant SET team_id = ${to.id}::uuid, delegation_id = ${made.id}::uuid, updated_at = now()
    WHERE id = ANY (${grants.map(({ id }) => id)}::uuid[])`;
  const detail = { from: from.slug, to: to.slug, service: service.slug };
  for (const side of [
    { action: 'delegation.revoked', id: delegationId, teamId: from.id },
    { action: 'host.delegated', id: made.id, teamId: to.id },
  ]) {
    await record(tx, by, {
      action: side.action,
      target: { kind: 'delegation', id: side.id, name: host },
      teamId: side.teamId,
      detail,
    });
  }
  await emit(tx, 'zone', zoneId);
}
