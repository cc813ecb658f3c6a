import { hasRole } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { bySlug, idOfSlug } from '../db/slugs.ts';
import { invalid, notFound } from '../domain/errors.ts';
import { MOST_HOSTS, hostText, overlapping, overlaps, readHost, usedName } from '../domain/hosts/index.ts';
import type { HostName } from '../domain/hosts/index.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { usesOf } from './host-uses.ts';
import { likePattern } from './namespace-rows.ts';
import type { HostRow, NameHolders, NamespaceHostsView, Page, TeamHostsView } from './types.ts';
import { delegationRows, zoneRows } from './zones.ts';

export type HostFilter = {
  /** Found in the host, or from a slash on at the beginning of its path. */
  q?: string | undefined;
  team?: string | undefined;
  cluster?: string | undefined;
  zone?: string | undefined;
  state?: string | undefined;
  mine?: boolean | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

/** What an open request has reserved is for those who see the request. */
function visible(actor: Actor): Prisma.Sql {
  const overseer = hasRole(actor, 'administrator', 'auditor');
  return Prisma.sql`(g.state <> 'reserved' OR ${overseer}::boolean OR g.team_id = ANY (${actor.teams.map((team) => team.id)}::uuid[]))`;
}

const FROM = Prisma.sql`
  FROM host_grant g
  LEFT JOIN team t ON t.id = g.team_id
  LEFT JOIN cluster c ON c.id = g.cluster_id
  LEFT JOIN namespace n ON n.id = g.namespace_id
  LEFT JOIN delegation d ON d.id = g.delegation_id`;

type Raw = Omit<HostRow, 'name' | 'freeAt' | 'updatedAt' | 'service' | 'environment'> & {
  teamId: string;
  holder: string;
  freeAt: Date | null;
  updatedAt: Date;
};

async function hostRows(
  actor: Actor,
  where: Prisma.Sql,
  options: { after?: [string, string, string] | null; limit: number },
): Promise<HostRow[]> {
  const after = options.after
    ? Prisma.sql`AND (g.host, g.path, g.id) > (${options.after[0]}, ${options.after[1]}, ${options.after[2]}::uuid)`
    : Prisma.empty;
  const rows = await db.$queryRaw<Raw[]>`
    SELECT g.id, g.host, g.path, g.state, g.team_id AS "teamId", g.holder_id AS holder, n.name AS namespace,
      jsonb_build_object('slug', t.slug, 'name', t.name) AS team,
      jsonb_build_object('name', c.name, 'displayName', c.display_name) AS cluster,
      d.host AS delegation, g.free_at AS "freeAt", g.revoke_reason AS "revokeReason", g.updated_at AS "updatedAt"
    ${FROM} WHERE g.state <> 'free' AND ${visible(actor)} AND ${where} ${after}
    ORDER BY g.host, g.path, g.id LIMIT ${options.limit}`;
  return rows.map(({ teamId, holder, ...row }) => ({
    ...row,
    name: hostText(row),
    service: holder.slice(0, holder.lastIndexOf('/')),
    environment: holder.slice(holder.lastIndexOf('/') + 1),
    freeAt: row.freeAt?.toISOString() ?? null,
    revokeReason: can(actor, 'zone.details', { teamId }) ? row.revokeReason : null,
    updatedAt: row.updatedAt.toISOString(),
  }));
}

function whereOf(actor: Actor, filter: HostFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`TRUE`];
  const q = filter.q?.trim().slice(0, 200) ?? '';
  if (q !== '') {
    const [host = '', ...path] = q.split('/');
    if (host !== '') parts.push(Prisma.sql`g.host LIKE ${likePattern(host.toLowerCase())}`);
    if (q.includes('/'))
      parts.push(Prisma.sql`starts_with(g.path, ${`/${path.join('/')}`.replace(/\/$/, '')})`);
  }
  if (filter.team) parts.push(Prisma.sql`t.id = ${idOfSlug('team', filter.team)}`);
  if (filter.cluster) parts.push(Prisma.sql`c.name = ${filter.cluster}`);
  if (filter.zone) parts.push(Prisma.sql`subdomain_range(${filter.zone}) @> g.host_range`);
  if (filter.state) parts.push(Prisma.sql`g.state = ${filter.state}`);
  if (filter.mine) parts.push(Prisma.sql`g.team_id = ANY (${actor.teams.map((team) => team.id)}::uuid[])`);
  return Prisma.join(parts, ' AND ');
}

/** Hosts that are held, by name, a page at a time: which team has which name is for everybody. */
export async function listHosts(actor: Actor, filter: HostFilter = {}): Promise<Page<HostRow>> {
  requirePermission(actor, 'catalog.read');
  const where = whereOf(actor, filter);
  const limit = pageSize(filter.limit);
  const values = decodeCursor('hosts', filter.cursor, 3);
  const after: [string, string, string] | null = values
    ? [values[0] ?? '', values[1] ?? '', cursorId(values[2] ?? '')]
    : null;
  const [rows, counts] = await Promise.all([
    hostRows(actor, where, { after, limit: limit + 1 }),
    db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count ${FROM} WHERE g.state <> 'free' AND ${visible(actor)} AND ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('hosts', [last.host, last.path, last.id]) : null,
    total: counts[0]?.count ?? 0,
  };
}

/** The hosts of a namespace; for its team also what uses them now, and what is used and not granted. Throws `notFound`. */
export async function namespaceHosts(
  actor: Actor,
  cluster: string,
  name: string,
): Promise<NamespaceHostsView> {
  requirePermission(actor, 'catalog.read');
  const namespace = await db.namespace.findFirst({
    where: { name, releasedAt: null, cluster: { name: cluster } },
    select: { id: true, teamId: true, clusterId: true, deletionRequestedAt: true },
  });
  if (!namespace) throw notFound('namespace');
  const subject = { teamId: namespace.teamId };
  const insider = can(actor, 'namespace.details', subject);
  const onCluster = Prisma.sql`EXISTS (SELECT 1 FROM zone_cluster zc
    WHERE zc.zone_id = z.id AND zc.cluster_id = ${namespace.clusterId}::uuid)`;
  const [hosts, delegations, zones, used] = await Promise.all([
    hostRows(actor, Prisma.sql`g.namespace_id = ${namespace.id}::uuid`, { limit: 1_000 }),
    delegationRows(actor, Prisma.sql`d.team_id = ${namespace.teamId}::uuid AND ${onCluster}`, { limit: 200 }),
    zoneRows(onCluster, { limit: 200 }),
    insider ? usesOf(Prisma.sql`n.id = ${namespace.id}::uuid`) : null,
  ]);
  const open = namespace.deletionRequestedAt === null;
  return {
    hosts: hosts.map((host) => ({ ...host, uses: used && (used.byGrant.get(host.id) ?? []) })),
    stale: used?.stale ?? null,
    delegations,
    zones: zones.map(({ suffix }) => suffix),
    mostHosts: MOST_HOSTS,
    may: { take: open && can(actor, 'namespace.change', subject), revoke: open && can(actor, 'host.revoke') },
  };
}

/** What is delegated to a team, what its namespaces hold, and for itself what is used and not granted. Throws `notFound`. */
export async function teamHosts(
  actor: Actor,
  slug: string,
  filter: Pick<HostFilter, 'q' | 'cursor' | 'limit'> = {},
): Promise<TeamHostsView> {
  requirePermission(actor, 'catalog.read');
  const team = await bySlug(db, 'team', slug, (name) =>
    db.team.findUnique({ where: { slug: name }, select: { id: true } }),
  );
  if (!team) throw notFound('team');
  const insider = can(actor, 'team.details', { teamId: team.id });
  const [delegations, hosts, used] = await Promise.all([
    delegationRows(actor, Prisma.sql`d.team_id = ${team.id}::uuid`, { limit: 200 }),
    listHosts(actor, { ...filter, team: slug }),
    insider ? usesOf(Prisma.sql`n.team_id = ${team.id}::uuid`) : null,
  ]);
  return { delegations, hosts, stale: used?.stale ?? null };
}

/**
 * Who has a name: its zone, what is delegated and granted that overlaps it, and what serves it. For everybody, as the catalog is; objects
 * and foreign namespaces are named to their own team and those who oversee the house. Throws `invalid` for what is no host.
 */
export async function whoHolds(actor: Actor, written: string): Promise<NameHolders> {
  requirePermission(actor, 'catalog.read');
  const read = readHost(written);
  if (read.problem !== null) throw invalid([{ field: 'name', message: read.problem }]);
  const name: HostName = { host: read.host, path: read.path };
  const overlap = Prisma.sql`g.host_range && host_range(${name.host}) AND g.path_range && path_range(${name.path})`;
  const [zones, delegations, hosts, reserved, servedBy] = await Promise.all([
    zoneRows(Prisma.sql`z.range @> host_range(${name.host})`, { limit: 1 }),
    delegationRows(actor, Prisma.sql`d.range && host_range(${name.host})`, { limit: 200 }),
    hostRows(actor, overlap, { limit: 200 }),
    db.$queryRaw<unknown[]>`
      SELECT 1 FROM host_grant g WHERE g.state = 'reserved' AND ${overlap} AND NOT ${visible(actor)} LIMIT 1`,
    servedByOf(actor, name),
  ]);
  return {
    name: hostText(name),
    zone: zones[0] ?? null,
    delegations,
    hosts,
    reserved: reserved.length > 0,
    servedBy,
  };
}

type RawServed = {
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
  host: string;
  path: string;
  observedAt: Date;
  teamId: string | null;
  team: { slug: string; name: string } | null;
};

async function servedByOf(actor: Actor, name: HostName): Promise<NameHolders['servedBy']> {
  const { names, below } = overlapping(name.host);
  const suffix = below === null ? Prisma.sql`FALSE` : Prisma.sql`u.host LIKE ${`%${below}`}`;
  const rows = await db.$queryRaw<RawServed[]>`
    SELECT c.name AS cluster, u.namespace, u.kind, u.name, u.host, u.path, u.observed_at AS "observedAt",
      n.team_id AS "teamId",
      CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('slug', t.slug, 'name', t.name) END AS team
    FROM cluster_host_use u JOIN cluster c ON c.id = u.cluster_id
    LEFT JOIN namespace n ON n.cluster_id = u.cluster_id AND n.name = u.namespace AND n.released_at IS NULL
    LEFT JOIN team t ON t.id = n.team_id
    WHERE u.host = ANY (${names}::text[]) OR ${suffix}
    ORDER BY c.name, u.namespace, u.kind, u.name, u.host, u.path LIMIT 500`;
  const overseer = hasRole(actor, 'administrator', 'auditor');
  return rows
    .filter((row) => overlaps({ host: 'any.host', path: name.path }, usedName('any.host', row.path)))
    .map(({ teamId, observedAt, ...row }) => {
      const insider = overseer || actor.teams.some((team) => team.id === teamId);
      return {
        ...row,
        observedAt: observedAt.toISOString(),
        // A namespace of Berth is in the catalog; one that is not is its owner's business.
        namespace: insider || teamId !== null ? row.namespace : null,
        name: insider ? row.name : null,
      };
    });
}
