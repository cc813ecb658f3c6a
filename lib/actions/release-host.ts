import type { Actor } from '../auth/actor.ts';
import { invalid } from '../domain/errors.ts';
import { askForChange } from './change-namespace.ts';
import { parse } from './input.ts';
import { releaseHostSchema } from './schemas.ts';
import type { AskResult } from './types.ts';

/** Asks for a host to be taken off a namespace: a maintainer's is done at once. The name stays the team's own until its quarantine is over. */
export async function releaseHost(actor: Actor, input: unknown): Promise<AskResult> {
  const { host, ...where } = parse(releaseHostSchema, input);
  return askForChange(actor, where, (before) => {
    if (!before.spec.hosts.includes(host)) {
      throw invalid([{ field: 'host', message: `${before.name} does not hold "${host}".` }]);
    }
    return { ...before, spec: { ...before.spec, hosts: before.spec.hosts.filter((held) => held !== host) } };
  });
}
