import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { db } from '../db/client.ts';
import type { Db, Tx } from '../db/client.ts';
import { currentSlug } from '../db/slugs.ts';
import { buildDesired } from '../domain/desired-state/schema.ts';
import type { AskInput } from '../domain/desired-state/schema.ts';
import { invalid } from '../domain/errors.ts';
import { parse } from './input.ts';
import { runsTeam } from './machine/decide.ts';
import { withRegistry } from './machine/hosts.ts';
import { judge } from './machine/judge.ts';
import { open } from './machine/open.ts';
import { lockWorld, readWorld, worldOf } from './machine/world.ts';
import type { World } from './machine/world.ts';
import { askInputSchema } from './schemas.ts';
import type { AskResult } from './types.ts';

/** The world of an ask, or `invalid` naming the field that there is nothing behind. */
export async function worldOfAsk(client: Db | Tx, input: { cluster: string; team: string }): Promise<World> {
  const { team, cluster, ...rest } = await readWorld(client, {
    team: { slug: input.team },
    cluster: { name: input.cluster },
  });
  const errors = [];
  if (!team || team.archived) {
    errors.push({ field: 'team', message: `There is no team "${input.team}". Choose one of your teams.` });
  }
  if (!cluster || cluster.archived) {
    errors.push({
      field: 'cluster',
      message: `There is no cluster "${input.cluster}". Choose one of the list.`,
    });
  }
  if (!team || !cluster || errors.length > 0) throw invalid(errors);
  return { team, cluster, ...rest };
}

/** The desired state that a parsed ask leads to in a world; a service by a slug that it had before is that service. */
export async function desiredOfAsk(
  client: Db | Tx,
  input: AskInput,
  world: World,
): Promise<ReturnType<typeof buildDesired>> {
  const desired = buildDesired(input, { clusterConfig: world.cluster.config, team: world.team });
  const slug = await currentSlug(client, 'service', desired.service.slug);
  return { ...desired, service: { ...desired.service, slug } };
}

/**
 * Asks for a namespace. Inside the guardrails it is granted at once (state 'applied'); outside, a request waits for the
 * parties of the verdict. Throws `invalid` with a message per field when a rule refuses or the name is taken,
 * `forbidden` for a team the actor is not in.
 */
export async function askForNamespace(actor: Actor, input: unknown): Promise<AskResult> {
  const ask = parse(askInputSchema, input);
  const seen = await worldOfAsk(db, ask);
  requirePermission(actor, 'namespace.ask', { teamId: seen.team.id });
  return withRegistry(async (tx) => {
    await lockWorld(tx, seen.team.id, seen.cluster.id);
    const world = await worldOf(tx, seen.team.id, seen.cluster.id);
    const judged = await judge(tx, world, {
      kind: 'create',
      desired: await desiredOfAsk(tx, ask, world),
      requestId: null,
      byMaintainer: await runsTeam(tx, actor.personId, world.team.id),
    });
    const { number, state } = await open(tx, actor, world, {
      kind: 'create',
      judged,
      reason: ask.reason ?? '',
    });
    return { number, state, cluster: world.cluster.name, name: ask.name, verdict: judged.verdict };
  });
}
