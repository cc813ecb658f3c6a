import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import type { Tx } from '../db/client.ts';
import { idOfSlug } from '../db/slugs.ts';
import { conflict, invalid } from '../domain/errors.ts';
import { isWildcard } from '../domain/hosts/index.ts';
import { isPublicSuffix } from '../domain/hosts/public-suffix/index.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { withRegistry } from './machine/hosts.ts';
import { delegateHostSchema } from './schemas.ts';

/**
 * Gives a name, or all names below one, to a team: its maintainers hand out hosts within it without asking. Administrators only. Throws
 * `invalid` for a name in no zone, `conflict` with who has it where it overlaps another team's.
 */
export async function delegateHost(
  actor: Actor,
  input: unknown,
): Promise<{ id: string; host: string; zone: string }> {
  requirePermission(actor, 'delegation.write');
  const { team: slug, host, reason } = parse(delegateHostSchema, input);
  if (isPublicSuffix(isWildcard(host) ? host.slice(2) : host)) {
    throw invalid([{ field: 'host', message: `"${host}" is a public suffix; nobody can be given it.` }]);
  }
  return withRegistry(async (tx) => {
    const teams = await tx.$queryRaw<{ id: string; name: string }[]>`
      SELECT id, name FROM team WHERE id = ${idOfSlug('team', slug)} AND archived_at IS NULL FOR NO KEY UPDATE`;
    const team = teams[0];
    if (!team) {
      throw invalid([{ field: 'team', message: `There is no team "${slug}". Choose one of the list.` }]);
    }
    const zone = await zoneOf(tx, host);
    await requireFree(tx, host, team.id);
    const delegation = await tx.delegation.create({
      data: { zoneId: zone.id, teamId: team.id, host, reason: reason ?? '', createdBy: actor.personId },
      select: { id: true },
    });
    await record(tx, auditActor(actor), {
      action: 'host.delegated',
      target: { kind: 'delegation', id: delegation.id, name: host },
      teamId: team.id,
      detail: { zone: zone.suffix, team: slug, reason: reason ?? '' },
    });
    await emit(tx, 'zone', zone.id);
    await emit(tx, 'team', team.id);
    return { id: delegation.id, host, zone: zone.suffix };
  });
}

async function zoneOf(tx: Tx, host: string): Promise<{ id: string; suffix: string }> {
  const found = await tx.$queryRaw<{ id: string; suffix: string }[]>`
    SELECT id, suffix FROM zone WHERE archived_at IS NULL AND range @> host_range(${host}) FOR SHARE`;
  const zone = found[0];
  if (zone) return zone;
  const zones = await tx.zone.findMany({
    where: { archivedAt: null },
    select: { suffix: true },
    orderBy: { suffix: 'asc' },
  });
  const there =
    zones.length === 0
      ? 'There are no zones yet: make one first.'
      : `There are ${zones.map(({ suffix }) => suffix).join(', ')}.`;
  throw invalid([{ field: 'host', message: `"${host}" lies in no zone. ${there}` }]);
}

/** Throws with who has it, where the name overlaps what another team was given. */
async function requireFree(tx: Tx, host: string, teamId: string): Promise<void> {
  const rows = await tx.$queryRaw<{ host: string; teamId: string; team: string }[]>`
    SELECT d.host, d.team_id AS "teamId", t.name AS team FROM delegation d JOIN team t ON t.id = d.team_id
    WHERE d.revoked_at IS NULL AND d.range && host_range(${host}) ORDER BY d.host`;
  const other = rows.find((row) => row.teamId !== teamId);
  if (other) {
    const what = other.host === host ? `"${host}"` : `"${host}" overlaps ${other.host}, which`;
    const message = `${what} is delegated to team ${other.team}. Revoke that first, or choose another name.`;
    throw conflict(message, [{ field: 'host', message }]);
  }
  if (rows.some((row) => row.host === host)) {
    throw invalid([{ field: 'host', message: `The team has "${host}" already.` }]);
  }
}
