import { isWildcard } from '../../hosts/index.ts';
import { list, pass, refused } from '../say.ts';
import type { Finding, GuardrailContext, HostFact, HostHolder, Rule } from '../types.ts';

/** What no fact is known of lies in no zone: closed, not open. */
const UNKNOWN: HostFact = { own: false, zone: null, delegations: [], holders: [], servedBy: [] };

/** Most objects that a sentence names. */
const NAMED = 3;

/** The facts of a host of the ask. */
export const factOf = (context: GuardrailContext, host: string): HostFact =>
  context.hosts.facts[host] ?? UNKNOWN;

/**
 * A yes of who looks after the host's zone; a pass where that is the asking team itself. The word of its own maintainers is asked for by
 * another finding where somebody else asks.
 */
export function zoneSays(
  rule: string,
  fact: HostFact,
  context: GuardrailContext,
  message: string,
): Finding | null {
  const { zone } = fact;
  if (zone === null || zone.owner === context.team.slug) return null;
  return {
    rule,
    outcome: 'needs-approval',
    party: { kind: 'zone', zone: zone.suffix },
    field: 'hosts',
    message: `${message} Whoever looks after the zone ${zone.suffix} can approve it.`,
  };
}

/** A host is held once, by a team that it is delegated to. */
export const hostsRule: Rule = {
  name: 'hosts',
  title: 'Hosts',
  check(desired, context): Finding[] {
    const asked = desired.spec.hosts.filter((host) => !factOf(context, host).own);
    if (asked.length === 0) {
      const kept = desired.spec.hosts.length;
      return [
        pass('hosts', 'hosts', kept === 0 ? 'No hosts are asked for.' : 'Only hosts that it holds already.'),
      ];
    }
    return asked.flatMap((host) => findings(host, factOf(context, host), context));
  },
};

function findings(host: string, fact: HostFact, context: GuardrailContext): Finding[] {
  const problem = refusal(host, fact, context);
  if (problem !== null) return [refused('hosts', 'hosts', problem)];
  const own = fact.delegations.find((delegation) => delegation.covers);
  const right =
    own === undefined
      ? (zoneSays(
          'hosts',
          fact,
          context,
          `"${host}" lies in a zone and is not delegated to team ${nameOf(context)}. With a yes it is delegated to the team too.`,
        ) ??
        pass('hosts', 'hosts', `"${host}" lies in ${fact.zone?.suffix ?? ''}, a zone of the team itself.`))
      : pass('hosts', 'hosts', `"${host}" lies in ${own.host}, which is delegated to the team.`);
  const served = servedFinding(host, fact, context);
  return served === null ? [right] : [right, served];
}

/** What nobody's yes can mend, in a sentence with who has the name; null when there is nothing. */
function refusal(host: string, fact: HostFact, context: GuardrailContext): string | null {
  const { zones } = context.hosts;
  if (fact.zone === null) {
    const here =
      zones.length === 0
        ? 'no zones yet; an administrator adds them'
        : `the zone${zones.length === 1 ? '' : 's'} ${list(zones)}. Choose a name in one of these, or ask an administrator for another zone`;
    return `"${host}" lies in no zone of ${context.cluster.name}, which has ${here}.`;
  }
  const holder = fact.holders[0];
  if (holder !== undefined) return `"${host}" is taken: ${heldWords(holder)} Choose another name.`;
  const foreign = fact.delegations.find((delegation) => delegation.team !== context.team.slug);
  if (foreign !== undefined) {
    const part = isWildcard(host) && !foreign.covers ? `${foreign.host} below it` : foreign.host;
    return `"${host}" can't be had: ${part} is delegated to team ${foreign.teamName}. Ask its maintainers, or choose another name.`;
  }
  return null;
}

/** Who has a name, for somebody who wants it. Of an open request no more than that there is one. */
function heldWords(holder: HostHolder): string {
  const what = `${holder.host}${holder.path}`;
  if (holder.state === 'reserved') return `an open request has reserved ${what}.`;
  const whose = `${holder.namespace} on ${holder.cluster} (team ${holder.teamName})`;
  if (holder.state === 'active') return `${whose} holds ${what}.`;
  if (holder.state === 'revoking') {
    return `${what} was taken from ${whose}, and the cluster has not confirmed it yet.`;
  }
  const until = holder.freeAt === null ? 'for a while' : `until ${holder.freeAt.slice(0, 10)}`;
  return `${what} was held by ${whose} and is kept from others ${until}.`;
}

/**
 * What serves the name on the cluster today. Where that is somebody else's, granting would let this namespace take live traffic over, or
 * be surprised by theirs: the zone's party looks first. A namespace of the same team is its maintainers' own business: a warning.
 */
function servedFinding(host: string, fact: HostFact, context: GuardrailContext): Finding | null {
  const foreign = fact.servedBy.filter((user) => user.team !== context.team.slug);
  const first = foreign.length > 0 ? foreign : fact.servedBy;
  if (first.length === 0) return null;
  const named = first.slice(0, NAMED).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
  const more = first.length - named.length;
  const objects = list(more > 0 ? [...named, `${String(more)} more`] : named);
  const message = `"${host}" is served on ${context.cluster.name} already, by ${objects}.`;
  const warning = pass('hosts', 'hosts', `${message} Take it off there when this namespace serves it.`);
  return foreign.length === 0 ? warning : (zoneSays('hosts', fact, context, message) ?? warning);
}

const nameOf = (context: GuardrailContext): string => context.team.name ?? context.team.slug;
