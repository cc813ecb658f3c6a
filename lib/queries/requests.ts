import { hasRole } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission, speaksFor } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { clusterConfigSchema } from '../domain/cluster/index.ts';
import { desiredNamespaceSchema } from '../domain/desired-state/schema.ts';
import type { DesiredNamespace, Environment } from '../domain/desired-state/schema.ts';
import { notFound } from '../domain/errors.ts';
import type { Verdict } from '../domain/guardrails/index.ts';
import { isOpen, requestVerbs } from '../domain/lifecycle/index.ts';
import { cursorNumber, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { WITH_CONNECTIONS } from './connections.ts';
import { desiredOf } from './desired.ts';
import { WITH_SPEAKERS, partyTitle } from './parties.ts';
import type {
  NamespacePhase,
  Page,
  PartyView,
  PersonRef,
  RequestEvent,
  RequestKind,
  RequestRow,
  RequestState,
  RequestView,
  VerbName,
} from './types.ts';
import { ID_TO_COME, yamlOf } from './yaml.ts';

export type RequestFilter = {
  view?: 'mine' | 'to-decide' | 'all' | undefined;
  state?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

const teamIds = (actor: Actor): string[] => actor.teams.map((team) => team.id);
const maintainedIds = (actor: Actor): string[] =>
  actor.teams.filter((team) => team.role === 'maintainer').map((team) => team.id);

/** For which parties `p`, with their zone `z`, the actor can speak: what `speaksFor` says of one. */
function spokenFor(actor: Actor): Prisma.Sql {
  const platform = hasRole(actor, 'administrator', 'approver');
  return Prisma.sql`(
    coalesce(p.team_id, z.owner_team_id) = ANY (${maintainedIds(actor)}::uuid[])
    OR (${platform}::boolean AND p.team_id IS NULL AND z.owner_team_id IS NULL))`;
}

/** Which requests the actor sees, as SQL: what permission `request.see` says of one. */
export function visibleRequests(actor: Actor): Prisma.Sql {
  if (hasRole(actor, 'administrator', 'auditor')) return Prisma.sql`TRUE`;
  const parts = [
    Prisma.sql`r.requester_id = ${actor.personId}::uuid`,
    Prisma.sql`r.team_id = ANY (${teamIds(actor)}::uuid[])`,
    Prisma.sql`EXISTS (SELECT 1 FROM party p LEFT JOIN zone z ON z.id = p.zone_id
      WHERE p.request_id = r.id AND ${spokenFor(actor)})`,
  ];
  return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

/** Which open requests wait for the actor's word: what `request.decide` says, less those they have spoken on. */
export function decidableRequests(actor: Actor): Prisma.Sql {
  return Prisma.sql`(
    r.state IN ('pending', 'answer-needed') AND r.requester_id <> ${actor.personId}::uuid
    AND EXISTS (SELECT 1 FROM party p LEFT JOIN zone z ON z.id = p.zone_id
      WHERE p.request_id = r.id AND p.state = 'waiting' AND ${spokenFor(actor)})
    AND NOT EXISTS (SELECT 1 FROM approval a
      WHERE a.request_id = r.id AND a.person_id = ${actor.personId}::uuid AND a.voided_at IS NULL))`;
}

type Raw = {
  id: string;
  number: bigint;
  kind: RequestKind;
  state: RequestState;
  reason: string;
  createdAt: Date;
  updatedAt: Date;
  decidedAt: Date | null;
  namespaceName: string;
  environment: Environment;
  clusterName: string;
  clusterTitle: string;
  teamSlug: string;
  teamName: string;
  personId: string;
  personName: string;
  personEmail: string;
  waitingFor: string[];
};

const TITLES: Partial<Record<RequestKind, string>> = { change: 'Change ', delete: 'Delete ' };

function toRow(row: Raw): RequestRow {
  return {
    id: row.id,
    number: Number(row.number),
    kind: row.kind,
    state: row.state,
    title: `${TITLES[row.kind] ?? ''}${row.namespaceName} on ${row.clusterName}`,
    namespaceName: row.namespaceName,
    cluster: { name: row.clusterName, displayName: row.clusterTitle },
    environment: row.environment,
    team: { slug: row.teamSlug, name: row.teamName },
    requester: { id: row.personId, name: row.personName, email: row.personEmail },
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    waitingFor: row.waitingFor,
  };
}

/** Requests that fit and that the actor sees, newest first. */
export async function requestRows(
  actor: Actor,
  where: Prisma.Sql,
  options: { limit: number },
): Promise<RequestRow[]> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT r.id, r.number, r.kind, r.state, r.reason, r.created_at AS "createdAt", r.updated_at AS "updatedAt",
      r.decided_at AS "decidedAt", i.namespace_name AS "namespaceName", i.desired->>'environment' AS environment,
      c.name AS "clusterName", c.display_name AS "clusterTitle", t.slug AS "teamSlug", t.name AS "teamName",
      q.id AS "personId", q.name AS "personName", q.email::text AS "personEmail",
      CASE WHEN r.state IN ('pending', 'answer-needed') THEN ARRAY(
        SELECT coalesce(pt.name, 'Platform') || coalesce(' for ' || z.suffix, '')
        FROM party p LEFT JOIN zone z ON z.id = p.zone_id
        LEFT JOIN team pt ON pt.id = coalesce(p.team_id, z.owner_team_id)
        WHERE p.request_id = r.id AND p.state = 'waiting' ORDER BY p.kind, pt.name
      ) ELSE '{}'::text[] END AS "waitingFor"
    FROM request r
    JOIN request_item i ON i.request_id = r.id AND i.position = 0
    JOIN cluster c ON c.id = i.cluster_id
    JOIN team t ON t.id = r.team_id
    JOIN person q ON q.id = r.requester_id
    WHERE ${visibleRequests(actor)} AND ${where}
    ORDER BY r.number DESC LIMIT ${options.limit}`;
  return rows.map(toRow);
}

/** How many requests fit, of those that the actor sees; with `most`, counted no further than that. */
export async function countRequests(actor: Actor, where: Prisma.Sql, most?: number): Promise<number> {
  const fits = Prisma.sql`FROM request r WHERE ${visibleRequests(actor)} AND ${where}`;
  const rows = await db.$queryRaw<{ count: number }[]>(
    most === undefined
      ? Prisma.sql`SELECT count(*)::int AS count ${fits}`
      : Prisma.sql`SELECT count(*)::int AS count FROM (SELECT 1 ${fits} LIMIT ${most}) few`,
  );
  return rows[0]?.count ?? 0;
}

/** Requests: one's own, those that wait for one's word, or all that one sees; newest first. */
export async function listRequests(actor: Actor, filter: RequestFilter = {}): Promise<Page<RequestRow>> {
  requirePermission(actor, 'catalog.read');
  const parts: Prisma.Sql[] = [Prisma.sql`TRUE`];
  if (filter.view === 'mine') parts.push(Prisma.sql`r.requester_id = ${actor.personId}::uuid`);
  if (filter.view === 'to-decide') parts.push(decidableRequests(actor));
  if (filter.state === 'open') parts.push(Prisma.sql`r.state IN ('pending', 'answer-needed')`);
  else if (filter.state) parts.push(Prisma.sql`r.state = ${filter.state}`);
  const where = Prisma.join(parts, ' AND ');
  const limit = pageSize(filter.limit);
  const values = decodeCursor('requests', filter.cursor, 1);
  const after = values ? Prisma.sql`${where} AND r.number < ${cursorNumber(values[0] ?? '')}` : where;
  const [rows, total] = await Promise.all([
    requestRows(actor, after, { limit: limit + 1 }),
    countRequests(actor, where),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('requests', [String(last.number)]) : null,
    total,
  };
}

const INCLUDE = {
  requester: true,
  team: true,
  items: {
    orderBy: { position: 'asc' },
    include: {
      cluster: true,
      namespace: {
        include: { cluster: true, team: true, service: true, status: true, ...WITH_CONNECTIONS },
      },
    },
  },
  parties: {
    orderBy: [{ kind: 'asc' }, { id: 'asc' }],
    include: { ...WITH_SPEAKERS, approvals: { where: { voidedAt: null }, include: { person: true } } },
  },
  comments: { orderBy: { createdAt: 'asc' }, include: { person: true } },
} as const satisfies Prisma.RequestInclude;

type Row = Prisma.RequestGetPayload<{ include: typeof INCLUDE }>;

const ref = (person: { id: string; name: string; email: string }): PersonRef => ({
  id: person.id,
  name: person.name,
  email: person.email,
});

/** A request as somebody decides on it: what is asked, what it crosses, and the hash that an approval binds to. */
export type DecisionRow = RequestRow &
  Pick<RequestView, 'desired' | 'before' | 'verdict' | 'resultHash' | 'verbs'>;

/** The requests that wait for the reader's word, newest first, each with what is needed to decide it. */
export async function listDecisions(
  actor: Actor,
  filter: Pick<RequestFilter, 'cursor' | 'limit'> = {},
): Promise<Page<DecisionRow>> {
  const page = await listRequests(actor, { ...filter, view: 'to-decide' });
  const requests = await db.request.findMany({
    where: { id: { in: page.rows.map(({ id }) => id) } },
    include: INCLUDE,
  });
  const byId = new Map(requests.map((request) => [request.id, request]));
  const rows = page.rows.flatMap((row): DecisionRow[] => {
    const request = byId.get(row.id);
    const item = request?.items[0];
    if (!request || !item) return [];
    const state = request.state as RequestState;
    return [
      {
        ...row,
        desired: desiredNamespaceSchema.parse(item.desired),
        before: beforeOf(request, state),
        verdict: request.verdict as unknown as Verdict,
        resultHash: request.resultHash,
        verbs: verbsFor(actor, request, state).verbs,
      },
    ];
  });
  return { ...page, rows };
}

/** A request's page: what is asked for, the verdict, the parties, what happened, and what the reader can do now. */
export async function getRequest(actor: Actor, number: number): Promise<RequestView> {
  const request = Number.isSafeInteger(number)
    ? await db.request.findUnique({ where: { number: BigInt(number) }, include: INCLUDE })
    : null;
  const item = request?.items[0];
  if (!request || !item) throw notFound('request');
  const subject = { teamId: request.teamId, requesterId: request.requesterId, parties: request.parties };
  requirePermission(actor, 'request.see', subject, 'request');
  const [row, events] = await Promise.all([
    requestRows(actor, Prisma.sql`r.id = ${request.id}::uuid`, { limit: 1 }),
    eventsOf(request.id),
  ]);
  if (!row[0]) throw notFound('request');
  const desired = desiredNamespaceSchema.parse(item.desired);
  const state = request.state as RequestState;
  const { verbs, note } = verbsFor(actor, request, state);
  const config = clusterConfigSchema.parse(item.cluster.config);
  const identity = item.namespace
    ? { id: item.namespace.id, generation: Number(item.namespace.generation) }
    : { id: ID_TO_COME, generation: 1 };
  const yaml = await yamlOf(
    db,
    { team: request.team, cluster: { name: item.cluster.name, config } },
    desired,
    identity,
  );
  return {
    ...row[0],
    version: request.version,
    desired,
    before: beforeOf(request, state),
    changedPaths: item.changedPaths,
    verdict: request.verdict as unknown as Verdict,
    guardrailVersion: request.guardrailVersion,
    resultHash: request.resultHash,
    yaml,
    parties: request.parties.map(toParty),
    comments: request.comments.map((comment) => ({
      id: comment.id,
      by: ref(comment.person),
      body: comment.body,
      createdAt: comment.createdAt.toISOString(),
    })),
    events,
    decisionComment: request.decisionComment,
    appliedAt: request.appliedAt?.toISOString() ?? null,
    namespace: item.namespace && {
      id: item.namespace.id,
      cluster: item.cluster.name,
      name: item.namespace.name,
      phase: (item.namespace.status?.phase ?? 'Pending') as NamespacePhase,
    },
    verbs,
    verbNote: note,
  };
}

/** What stands now, beside what an open change would make of it. */
function beforeOf(request: Row, state: RequestState): DesiredNamespace | null {
  const namespace = request.items[0]?.namespace;
  return request.kind === 'change' && isOpen(state) && namespace ? desiredOf(namespace) : null;
}

const refTeam = (team: { slug: string; name: string } | null) => team && { slug: team.slug, name: team.name };

function toParty(party: Row['parties'][number]): PartyView {
  const approval = party.approvals[0];
  return {
    id: party.id,
    kind: party.kind as PartyView['kind'],
    title: partyTitle(party),
    team: refTeam(party.team ?? party.zone?.ownerTeam ?? null),
    rules: Array.isArray(party.rules) ? party.rules.map(String) : [],
    state: party.state as PartyView['state'],
    decidedBy: approval ? ref(approval.person) : null,
    decidedAt: approval?.createdAt.toISOString() ?? null,
    comment: approval?.comment ?? '',
  };
}

/** The verbs that the reader may use now, and why not, where one would expect that they could. */
function verbsFor(
  actor: Actor,
  request: Row,
  state: RequestState,
): { verbs: VerbName[]; note: string | null } {
  const subject = { teamId: request.teamId, requesterId: request.requesterId, parties: request.parties };
  const own = request.requesterId === actor.personId;
  const spoken = request.parties.some((party) =>
    party.approvals.some((approval) => approval.personId === actor.personId),
  );
  const waiting = request.parties.some((party) => party.state === 'waiting' && speaksFor(actor, party));
  const decides = can(actor, 'request.decide', subject);
  const may: Partial<Record<VerbName, boolean>> = {
    approve: decides && waiting && !spoken,
    reject: decides,
    'ask-for-answer': decides,
    answer: can(actor, 'request.answer', subject),
    withdraw: can(actor, 'request.withdraw', subject),
    comment: can(actor, 'request.comment', subject),
  };
  const verbs = requestVerbs(state)
    .map(({ verb }) => verb)
    .filter((verb) => may[verb] === true);
  if (!isOpen(state)) return { verbs, note: null };
  if (own && request.parties.some((party) => speaksFor(actor, party))) {
    return { verbs, note: 'You asked for this yourself: somebody else has to decide it.' };
  }
  if (spoken) return { verbs, note: 'You have said yes already; the others have not spoken yet.' };
  return { verbs, note: null };
}

const SAID: Record<string, string> = {
  'request.opened': 'asked for it',
  'request.approved': 'said yes',
  'request.rejected': 'rejected it',
  'request.withdrawn': 'withdrew it',
  'request.commented': 'commented',
  'request.answer-asked': 'asked back',
  'request.answered': 'answered',
  'request.rejudged': 'looked at it when it had changed: earlier approvals are void',
};

/** What the audit log says of a request. It names people by e-mail, for ever; who reads a request knows them by their names. */
async function eventsOf(requestId: string): Promise<RequestEvent[]> {
  const events = await db.auditEvent.findMany({
    where: { targetKind: 'request', targetId: requestId },
    orderBy: { id: 'asc' },
    take: 200,
  });
  const people = await db.person.findMany({
    where: { id: { in: [...new Set(events.flatMap(({ actorId }) => actorId ?? []))] } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return events.map((event) => ({
    at: event.at.toISOString(),
    action: event.action,
    by: names.get(event.actorId ?? '') ?? event.actorName,
    text: SAID[event.action] ?? event.action,
  }));
}
