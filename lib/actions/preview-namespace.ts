import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { db } from '../db/client.ts';
import { fieldErrors } from '../domain/desired-state/schema.ts';
import { isBerthError } from '../domain/errors.ts';
import { desiredOfAsk, worldOfAsk } from './ask-for-namespace.ts';
import { runsTeam } from './machine/decide.ts';
import { judge } from './machine/judge.ts';
import { refusals } from './machine/open.ts';
import { yamlOf } from '../queries/yaml.ts';
import { askInputSchema } from './schemas.ts';
import type { Preview } from './types.ts';

/**
 * What an ask would lead to, while somebody still fills the form in: problems by field, the verdict, and the YAML.
 * Writes nothing and holds no lock; the granting transaction judges again.
 */
export async function previewNamespace(actor: Actor, input: unknown): Promise<Preview> {
  const parsed = askInputSchema.safeParse(input);
  if (!parsed.success) {
    return { errors: fieldErrors(parsed.error), verdict: null, desired: null, yaml: null };
  }
  try {
    const world = await worldOfAsk(db, parsed.data);
    requirePermission(actor, 'namespace.ask', { teamId: world.team.id });
    const desired = await desiredOfAsk(db, parsed.data, world);
    const byMaintainer = await runsTeam(db, actor.personId, world.team.id);
    const { verdict } = await judge(db, world, { kind: 'create', desired, requestId: null, byMaintainer });
    return { errors: refusals(verdict), verdict, desired, yaml: await yamlOf(db, world, desired) };
  } catch (error) {
    if (!isBerthError(error) || error.code !== 'invalid') throw error;
    return { errors: error.errors, verdict: null, desired: null, yaml: null };
  }
}
