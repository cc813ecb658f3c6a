import { hasRole } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { db } from '../db/client.ts';
import { currentSlug } from '../db/slugs.ts';
import { ACCESS_ROLES, ENVIRONMENTS, QUOTA_KEYS, SIZES } from '../domain/desired-state/schema.ts';
import type { Environment } from '../domain/desired-state/schema.ts';
import type { AskOptions } from './types.ts';

/** Clusters, teams, and services of a team, that the form offers: more than anybody reads through. */
const MOST_OFFERED = 200;

/** What the ask form offers: clusters, the reader's teams (all for administrators), their services, and sizes. */
export async function askOptions(actor: Actor): Promise<AskOptions> {
  requirePermission(actor, 'catalog.read');
  // An administrator asks for any team, and is offered the first of them: the API takes every team's name.
  const mine = hasRole(actor, 'administrator') ? {} : { id: { in: actor.teams.map((team) => team.id) } };
  const [clusters, teams] = await Promise.all([
    db.cluster.findMany({
      where: { archivedAt: null },
      orderBy: { name: 'asc' },
      include: { status: true },
      take: MOST_OFFERED,
    }),
    db.team.findMany({
      where: { archivedAt: null, ...mine },
      orderBy: { name: 'asc' },
      include: {
        groups: { orderBy: { groupName: 'asc' } },
        services: { orderBy: { name: 'asc' }, take: MOST_OFFERED },
      },
      take: MOST_OFFERED,
    }),
  ]);
  return {
    clusters: clusters.map((cluster) => ({
      name: cluster.name,
      displayName: cluster.displayName,
      environments: cluster.environments as Environment[],
      reachable: cluster.status?.reachable ?? null,
    })),
    teams: teams.map((team) => ({
      slug: team.slug,
      name: team.name,
      maintainer: actor.teams.some((own) => own.id === team.id && own.role === 'maintainer'),
      groups: team.groups.map((group) => group.groupName),
    })),
    services: teams.flatMap((team) =>
      team.services.map((service) => ({ slug: service.slug, name: service.name, team: team.slug })),
    ),
    sizes: (['S', 'M', 'L'] as const).map((size) => ({ size, ...SIZES[size] })),
    environments: [...ENVIRONMENTS],
    quotaKeys: [...QUOTA_KEYS],
    accessRoles: [...ACCESS_ROLES],
  };
}

/** What an address wishes for, by the slugs that team and service have now: an old bookmark still fills the form in. */
export async function currentWish(
  actor: Actor,
  wish: { team: string | undefined; service: string | undefined },
): Promise<typeof wish> {
  requirePermission(actor, 'catalog.read');
  const now = async (kind: 'team' | 'service', slug: string | undefined): Promise<string | undefined> =>
    slug === undefined ? undefined : currentSlug(db, kind, slug);
  return { team: await now('team', wish.team), service: await now('service', wish.service) };
}
