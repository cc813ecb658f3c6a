/** The catalog as Backstage's entities: teams, then services, then namespaces, in one order that pages keep. */
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { webConfig } from '../config/env.ts';
import { Prisma, db } from '../db/client.ts';
import { catalogLinks, teamLinks } from '../domain/catalog/links.ts';
import { groupEntity, resourceEntity, serviceEntities } from '../domain/doors/index.ts';
import type { BackstageEntity, ServiceFacts, TeamFacts } from '../domain/doors/index.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { knownId, selectPlaces } from './doors.ts';
import { invalid } from '../domain/errors.ts';
import { texts } from './service-card.ts';

export type BackstageFilter = {
  /** Slug of a team: it, its services and its namespaces. */
  team?: string | undefined;
  /** Slug of a service: it and its namespaces. */
  service?: string | undefined;
};

/** A page of entities. */
export type BackstagePage = { entities: BackstageEntity[]; nextCursor: string | null };

const STAGES = ['teams', 'services', 'namespaces'] as const;
type Stage = (typeof STAGES)[number];
type Ids = { team: string | null; service: string | null };
/** Where a page ended: a slug, or a name and an id. */
type Ended = { key: string; id: string } | null;
type Read = { entities: BackstageEntity[]; rows: number; ended: Ended };

/** Things read at once for a document that holds everything. */
const AT_ONCE = 200;

/** A page of entities: `limit` teams, services and namespaces. A service with an API comes as two entities. */
export async function listBackstageEntities(
  actor: Actor,
  filter: BackstageFilter & { cursor?: string | undefined; limit?: number | undefined } = {},
): Promise<BackstagePage> {
  requirePermission(actor, 'catalog.read');
  const ids = await idsOf(filter);
  const limit = pageSize(filter.limit, 100);
  const values = decodeCursor('backstage', filter.cursor, 3);
  let { stage, ended } = startOf(values);
  const entities: BackstageEntity[] = [];
  let left = limit;
  for (;;) {
    // One more than fits tells whether there are more.
    const read = await READERS[stage](actor, ids, ended, left);
    entities.push(...read.entities);
    if (read.rows > left && read.ended) {
      return { entities, nextCursor: encodeCursor('backstage', [stage, read.ended.key, read.ended.id]) };
    }
    left -= read.rows;
    const next = STAGES[STAGES.indexOf(stage) + 1];
    if (next === undefined) return { entities, nextCursor: null };
    [stage, ended] = [next, null];
    if (left === 0) return { entities, nextCursor: encodeCursor('backstage', [stage, '', '']) };
  }
}

/** Every entity, a page at a time. */
export async function* eachBackstageEntity(
  actor: Actor,
  filter: BackstageFilter,
): AsyncGenerator<BackstageEntity[], void, undefined> {
  let cursor: string | undefined;
  do {
    const page: BackstagePage = await listBackstageEntities(actor, { ...filter, cursor, limit: AT_ONCE });
    yield page.entities;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

async function idsOf(filter: BackstageFilter): Promise<Ids> {
  return {
    team: filter.team === undefined ? null : await knownId('team', filter.team),
    service: filter.service === undefined ? null : await knownId('service', filter.service),
  };
}

function startOf(values: string[] | null): { stage: Stage; ended: Ended } {
  if (!values) return { stage: 'teams', ended: null };
  const [name = '', key = '', id = ''] = values;
  const stage = STAGES.find((one) => one === name);
  if (stage === undefined)
    throw invalid([{ field: 'cursor', message: 'This cursor is not one of this list.' }]);
  return { stage, ended: key === '' ? null : { key, id: stage === 'namespaces' ? cursorId(id) : '' } };
}

const READERS: Record<Stage, (actor: Actor, ids: Ids, after: Ended, limit: number) => Promise<Read>> = {
  // A service's own document leaves its team to the team's: Backstage refuses what two places say.
  teams: async (_, ids, after, limit) => {
    const rows = ids.service === null ? await teams(ids, after, limit + 1) : [];
    return read(rows, limit, (team) => [groupEntity(team, portal())], bySlug);
  },
  services: async (_, ids, after, limit) =>
    read(
      await services(ids, after, limit + 1),
      limit,
      (service) => serviceEntities(service, portal()),
      bySlug,
    ),
  namespaces: async (actor, ids, after, limit) => {
    const where = Prisma.join(
      [
        ids.team === null ? Prisma.sql`TRUE` : Prisma.sql`n.team_id = ${ids.team}::uuid`,
        ids.service === null ? Prisma.sql`TRUE` : Prisma.sql`n.service_id = ${ids.service}::uuid`,
      ],
      ' AND ',
    );
    const rows = await selectPlaces(actor, where, {
      scope: 'all',
      after: after && [after.key, after.id],
      limit: limit + 1,
    });
    return read(
      rows,
      limit,
      (place) => [resourceEntity(place, portal())],
      ({ namespace, id }) => ({ key: namespace, id }),
    );
  },
};

const portal = (): string => webConfig().portalUrl;
const bySlug = ({ slug }: { slug: string }): Ended => ({ key: slug, id: '' });

function read<Row>(
  rows: Row[],
  limit: number,
  render: (row: Row) => BackstageEntity[],
  endOf: (row: Row) => Ended,
): Read {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    entities: page.flatMap(render),
    rows: rows.length,
    ended: last === undefined ? null : endOf(last),
  };
}

type TeamRaw = Omit<TeamFacts, 'links'> & { chatUrl: string | null; onCallUrl: string | null };

// By the unique index on slug. Every team is told, so that no owner and no parent is missing.
async function teams(ids: Ids, after: Ended, limit: number): Promise<TeamFacts[]> {
  const rows = await db.$queryRaw<TeamRaw[]>`
    SELECT t.id, t.slug, t.name, t.description, t.contact_email::text AS "contactEmail", t.chat_url AS "chatUrl",
      t.on_call_url AS "onCallUrl", t.archived_at IS NOT NULL AS archived, p.slug AS parent,
      coalesce((SELECT jsonb_agg(k.slug ORDER BY k.slug) FROM team k WHERE k.parent_team_id = t.id), '[]') AS children
    FROM team t LEFT JOIN team p ON p.id = t.parent_team_id
    WHERE (${ids.team}::uuid IS NULL OR t.id = ${ids.team}::uuid) AND t.slug > ${after?.key ?? ''}
    ORDER BY t.slug LIMIT ${limit}`;
  return rows.map(({ chatUrl, onCallUrl, ...team }) => ({
    ...team,
    links: catalogLinks({ team: teamLinks({ chatUrl, onCallUrl }) }),
  }));
}

type ServiceRaw = Omit<ServiceFacts, 'links'> & {
  links: unknown;
  chatUrl: string | null;
  onCallUrl: string | null;
};

// By the unique index on slug, or service_team.
async function services(ids: Ids, after: Ended, limit: number): Promise<ServiceFacts[]> {
  const rows = await db.$queryRaw<ServiceRaw[]>`
    SELECT s.id, s.slug, s.name, s.description, t.slug AS team, s.tier, s.lifecycle, s.tags, s.links,
      t.chat_url AS "chatUrl", t.on_call_url AS "onCallUrl",
      coalesce((SELECT jsonb_agg(o.slug ORDER BY o.slug) FROM service_dependency d JOIN service o ON o.id = d.depends_on_id
        WHERE d.service_id = s.id), '[]') AS "dependsOn"
    FROM service s JOIN team t ON t.id = s.team_id
    WHERE (${ids.team}::uuid IS NULL OR s.team_id = ${ids.team}::uuid)
      AND (${ids.service}::uuid IS NULL OR s.id = ${ids.service}::uuid) AND s.slug > ${after?.key ?? ''}
    ORDER BY s.slug LIMIT ${limit}`;
  return rows.map(({ links, chatUrl, onCallUrl, ...service }) => ({
    ...service,
    links: catalogLinks({ service: texts(links), team: teamLinks({ chatUrl, onCallUrl }) }),
  }));
}
