/** Namespaces as parameters for Argo CD and flux: all that fit, or a refusal. An answer cut short would have them delete the rest. */
import type { Actor } from '../auth/actor.ts';
import { FLUX_LIMIT, gitopsParameters } from '../domain/doors/index.ts';
import type { GitopsParameters } from '../domain/doors/index.ts';
import { invalid } from '../domain/errors.ts';
import { eachPlace } from './doors.ts';
import type { DoorFilter } from './doors.ts';

/** Most namespaces of one ApplicationSet; its controller has trouble long before. */
const MOST_APPLICATIONS = 10_000;

/** The answer of an ApplicationSet's plugin generator. */
export async function argocdParameters(
  actor: Actor,
  filter: DoorFilter,
): Promise<{ output: { parameters: GitopsParameters[] } }> {
  const parameters: GitopsParameters[] = [];
  for await (const page of eachPlace(actor, filter, 'standing')) {
    parameters.push(...page.map(gitopsParameters));
    if (parameters.length > MOST_APPLICATIONS) {
      throw tooMuch(`More than ${MOST_APPLICATIONS.toLocaleString('en')} namespaces fit.`);
    }
  }
  return { output: { parameters } };
}

/** The answer of an ExternalService for a ResourceSetInputProvider. */
export async function fluxInputs(actor: Actor, filter: DoorFilter): Promise<{ inputs: GitopsParameters[] }> {
  const inputs: GitopsParameters[] = [];
  let bytes = '{"inputs":[]}'.length;
  for await (const page of eachPlace(actor, filter, 'standing')) {
    for (const input of page.map(gitopsParameters)) {
      bytes += Buffer.byteLength(JSON.stringify(input)) + 1;
      if (bytes > FLUX_LIMIT) throw tooMuch('The answer is larger than the 900 KiB that flux takes.');
      inputs.push(input);
    }
  }
  return { inputs };
}

const tooMuch = (fact: string) =>
  invalid(
    [{ field: 'q', message: `${fact} Ask for less: by cluster, team, service, environment or q.` }],
    fact,
  );
