/**
 * Which namespaces somebody may use: what tools need that would otherwise list all namespaces of a cluster, which hardly
 * anybody may. The access list of a namespace is its team's business; here everybody is told of their own entries only.
 */
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { ACCESS_ROLES } from '../domain/desired-state/schema.ts';
import type { AccessEntry, AccessRole, Environment } from '../domain/desired-state/schema.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { PHASE } from './namespace-rows.ts';
import type { NamespacePhase, Page } from './types.ts';

/** A namespace that the reader may use. */
export type MyNamespace = {
  id: string;
  cluster: { name: string; displayName: string };
  /** For a kubeconfig. */
  apiServer: string;
  name: string;
  team: { slug: string; name: string };
  service: { slug: string; name: string };
  environment: Environment;
  phase: NamespacePhase;
  /** The strongest of their roles there. */
  role: AccessRole;
  /** The entries that give it: a group of theirs, or themselves. */
  through: AccessEntry[];
  expiresAt: string | null;
};

export type MyNamespaces = Page<MyNamespace> & {
  /** `left-out`: the identity provider told no groups, so that namespaces may be missing here. */
  groupsState: 'known' | 'left-out';
};

type Raw = Omit<MyNamespace, 'role' | 'through' | 'expiresAt'> & {
  access: AccessEntry[];
  expiresAt: Date | null;
};

/** The namespaces that the reader, or the owner of the token, may use now, by name. */
export async function listMyNamespaces(
  actor: Actor,
  filter: { cluster?: string | undefined; cursor?: string | undefined; limit?: number | undefined } = {},
): Promise<MyNamespaces> {
  requirePermission(actor, 'catalog.read');
  const limit = pageSize(filter.limit, 100);
  const values = decodeCursor('my-namespaces', filter.cursor, 2);
  const after = values
    ? Prisma.sql`AND (n.name, n.id) > (${values[0] ?? ''}, ${cursorId(values[1] ?? '')}::uuid)`
    : Prisma.empty;
  const where = mine(actor, filter.cluster);
  const [rows, counts] = await Promise.all([
    db.$queryRaw<Raw[]>`
      SELECT n.id, jsonb_build_object('name', c.name, 'displayName', c.display_name) AS cluster,
        c.api_server AS "apiServer", n.name, n.environment, ${PHASE} AS phase, n.spec->'access' AS access,
        jsonb_build_object('slug', t.slug, 'name', t.name) AS team,
        jsonb_build_object('slug', s.slug, 'name', s.name) AS service, n.expires_at AS "expiresAt"
      FROM namespace n
      JOIN namespace_status st ON st.namespace_id = n.id
      JOIN cluster c ON c.id = n.cluster_id
      JOIN team t ON t.id = n.team_id
      JOIN service s ON s.id = n.service_id
      WHERE ${where} ${after} ORDER BY n.name, n.id LIMIT ${limit + 1}`,
    db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM namespace n JOIN cluster c ON c.id = n.cluster_id WHERE ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => toRow(actor, row)),
    nextCursor: rows.length > limit && last ? encodeCursor('my-namespaces', [last.name, last.id]) : null,
    total: counts[0]?.count ?? 0,
    groupsState: actor.groupsState,
  };
}

// A probe for each group and one for the person, through the index namespace_access. At its end a namespace takes access away.
function mine(actor: Actor, cluster: string | undefined): Prisma.Sql {
  const probes = [
    ...actor.groups.map((name) => JSON.stringify([{ kind: 'group', name }])),
    JSON.stringify([{ kind: 'user', name: actor.email }]),
  ];
  return Prisma.sql`n.released_at IS NULL AND (n.expires_at IS NULL OR n.expires_at > now())
    AND (n.spec->'access') @> ANY (${probes}::text[]::jsonb[])
    AND (${cluster ?? null}::text IS NULL OR c.name = ${cluster ?? null})`;
}

function toRow(actor: Actor, { access, ...row }: Raw): MyNamespace {
  const through = access.filter((entry) =>
    entry.kind === 'group' ? actor.groups.includes(entry.name) : entry.name === actor.email,
  );
  const strength = Math.max(...through.map((entry) => ACCESS_ROLES.indexOf(entry.role)));
  return {
    ...row,
    role: ACCESS_ROLES[strength] ?? 'viewer',
    through: through.map(({ kind, name, role }) => ({ kind, name, role })),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
