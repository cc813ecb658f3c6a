import type { Actor } from '../auth/actor.ts';
import { invalid } from '../domain/errors.ts';
import { MOST_HOSTS } from '../domain/hosts/index.ts';
import { askForChange } from './change-namespace.ts';
import { parse } from './input.ts';
import { takeHostsSchema } from './schemas.ts';
import type { AskResult } from './types.ts';

/**
 * Asks for more hosts for a namespace: a change like any other. Below what is delegated to the team, a maintainer's is granted at once.
 * Throws `invalid` for a name that somebody else has, naming who; and for more than fit.
 */
export async function takeHosts(actor: Actor, input: unknown): Promise<AskResult> {
  const { hosts, ...where } = parse(takeHostsSchema, input);
  return askForChange(actor, where, (before) => {
    const all = [...new Set([...before.spec.hosts, ...hosts])].sort();
    if (all.length > MOST_HOSTS) {
      const message = `At most ${String(MOST_HOSTS)} hosts in one namespace; this leads to ${String(all.length)}. A wildcard stands for many.`;
      throw invalid([{ field: 'hosts', message }]);
    }
    return { ...before, spec: { ...before.spec, hosts: all } };
  });
}
