import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { Prisma } from '../db/client.ts';
import { listClusters } from './clusters.ts';
import { PHASE, countRows, selectRows } from './namespace-rows.ts';
import { countRequests, decidableRequests, requestRows } from './requests.ts';
import { teamRows } from './teams.ts';
import { transfersToTake } from './transfers.ts';
import { toConfirmCount } from './truth.ts';
import type { HomeView } from './types.ts';

/** Clusters on the first page; the list has them all. */
const MOST_CLUSTERS = 12;

/** The first page after sign-in: one's teams, their namespaces, and what waits for one's word. */
export async function home(actor: Actor): Promise<HomeView> {
  requirePermission(actor, 'catalog.read');
  const ids = actor.teams.map((team) => team.id);
  const mine = Prisma.sql`n.team_id = ANY (${ids}::uuid[])`;
  // By id, since few of them need a look: Postgres would go through everybody's by name, and hope to meet them soon.
  const ofTeams = Prisma.sql`n.id = ANY (ARRAY(SELECT m.id FROM namespace m WHERE m.released_at IS NULL AND m.team_id = ANY (${ids}::uuid[])))`;
  const attention = Prisma.sql`${ofTeams} AND (${PHASE} <> 'Ready' OR n.expires_at < now() + interval '7 days')`;
  const decidable = decidableRequests(actor);
  const asked = Prisma.sql`r.requester_id = ${actor.personId}::uuid`;
  const [
    asks,
    teams,
    namespaces,
    namespaceTotal,
    attentionRows,
    myRequests,
    toDecide,
    toDecideTotal,
    clusters,
  ] = await Promise.all([
    ownershipAsks(actor),
    teamRows(actor, Prisma.sql`t.id = ANY (${ids}::uuid[])`, { limit: 50 }),
    selectRows(actor, mine, { limit: 12 }),
    countRows(mine),
    selectRows(actor, attention, { limit: 12 }),
    requestRows(actor, asked, { limit: 8 }),
    requestRows(actor, decidable, { limit: 8 }),
    countRequests(actor, decidable),
    listClusters(actor, { limit: MOST_CLUSTERS }),
  ]);
  return {
    teams,
    namespaces,
    namespaceTotal,
    myRequests,
    toDecide,
    toDecideTotal,
    attention: attentionRows,
    clusters: clusters.rows,
    ...asks,
  };
}

/** What the actor's teams are asked about what they own, or should. */
async function ownershipAsks(actor: Actor): Promise<Pick<HomeView, 'toConfirm' | 'transfers'>> {
  const [toConfirm, transfers] = await Promise.all([toConfirmCount(actor), transfersToTake(actor)]);
  return { toConfirm, transfers };
}

/** From here on the navigation says "99+": every page has that number, and nobody needs it exactly. */
const MANY = 100;

/** How many requests wait for the actor's word, at most 100: the number in the navigation. */
export async function toDecideCount(actor: Actor): Promise<number> {
  requirePermission(actor, 'catalog.read');
  return countRequests(actor, decidableRequests(actor), MANY);
}
