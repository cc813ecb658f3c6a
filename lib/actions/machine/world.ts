/** What a verdict is judged against: cluster, team, guardrails and what is promised already. */
import { clusterConfigSchema } from '../../domain/cluster/index.ts';
import type { ClusterConfig } from '../../domain/cluster/index.ts';
import { guardrailLimitsSchema } from '../../domain/guardrails/index.ts';
import type { GuardrailLimits, QuotaTotals } from '../../domain/guardrails/index.ts';
import type { Db, Tx } from '../../db/client.ts';
import { bySlug, formerSlugs } from '../../db/slugs.ts';

export type TeamFacts = {
  id: string;
  slug: string;
  name: string;
  contactEmail: string | null;
  chatUrl: string | null;
  onCallUrl: string | null;
  costCentre: string | null;
  budget: QuotaTotals | null;
  archived: boolean;
  maintainerGroups: string[];
  memberGroups: string[];
};

export type ClusterFacts = {
  id: string;
  name: string;
  displayName: string;
  environments: string[];
  config: ClusterConfig;
  allocatable: QuotaTotals | null;
  archived: boolean;
};

export type World = {
  team: TeamFacts;
  cluster: ClusterFacts;
  limits: GuardrailLimits;
  guardrailVersion: number;
};

/** Which team and cluster: by what people write, or by id. */
export type Where = { team: { slug: string } | { id: string }; cluster: { name: string } | { id: string } };

/**
 * Takes the locks that granting needs: the team's row (its budget), then the cluster's (its headroom). NO KEY, so that
 * rows which merely refer to them can still be written. Always in this order; of one kind only one row is ever locked.
 */
export async function lockWorld(tx: Tx, teamId: string, clusterId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM team WHERE id = ${teamId}::uuid FOR NO KEY UPDATE`;
  await tx.$queryRaw`SELECT 1 FROM cluster WHERE id = ${clusterId}::uuid FOR NO KEY UPDATE`;
}

/** Reads the world; null for the part that there is not. Read after `lockWorld` where something will be granted. */
export async function readWorld(
  client: Db | Tx,
  where: Where,
): Promise<{
  team: TeamFacts | null;
  cluster: ClusterFacts | null;
  limits: GuardrailLimits;
  guardrailVersion: number;
}> {
  const include = { groups: { orderBy: { groupName: 'asc' } } } as const;
  const team =
    'id' in where.team
      ? await client.team.findUnique({ where: where.team, include })
      : await bySlug(client, 'team', where.team.slug, (slug) =>
          client.team.findUnique({ where: { slug }, include }),
        );
  const cluster = await client.cluster.findUnique({ where: where.cluster, include: { status: true } });
  const version = await client.guardrailVersion.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return {
    team: team && {
      id: team.id,
      slug: team.slug,
      name: team.name,
      contactEmail: team.contactEmail,
      chatUrl: team.chatUrl,
      onCallUrl: team.onCallUrl,
      costCentre: team.costCentre,
      budget: team.budget as QuotaTotals | null,
      archived: team.archivedAt !== null,
      maintainerGroups: team.groups
        .filter((group) => group.role === 'maintainer')
        .map((group) => group.groupName),
      memberGroups: team.groups.filter((group) => group.role === 'member').map((group) => group.groupName),
    },
    cluster: cluster && {
      id: cluster.id,
      name: cluster.name,
      displayName: cluster.displayName,
      environments: cluster.environments,
      config: clusterConfigSchema.parse(cluster.config),
      allocatable: (cluster.status?.allocatable ?? null) as QuotaTotals | null,
      archived: cluster.archivedAt !== null,
    },
    limits: await limitsOf(client, guardrailLimitsSchema.parse(version.limits), team),
    guardrailVersion: version.id,
  };
}

/** Limits that were set for a team by a slug it had before go on holding for it: a new name is no way out of them. */
async function limitsOf(
  client: Db | Tx,
  limits: GuardrailLimits,
  team: { id: string; slug: string } | null,
): Promise<GuardrailLimits> {
  if (!team || Object.keys(limits.teams).length === 0 || Object.hasOwn(limits.teams, team.slug))
    return limits;
  const former = await formerSlugs(client, 'team', team.id);
  const set = former.find((slug) => Object.hasOwn(limits.teams, slug));
  const own = set === undefined ? undefined : limits.teams[set];
  return own === undefined ? limits : { ...limits, teams: { ...limits.teams, [team.slug]: own } };
}

/** The world of a row that exists, where team and cluster cannot be missing. */
export async function worldOf(client: Db | Tx, teamId: string, clusterId: string): Promise<World> {
  const { team, cluster, ...rest } = await readWorld(client, {
    team: { id: teamId },
    cluster: { id: clusterId },
  });
  if (!team || !cluster) throw new Error(`team ${teamId} or cluster ${clusterId} is gone`);
  return { team, cluster, ...rest };
}
