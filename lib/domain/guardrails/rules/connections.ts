import {
  MOST_CONNECTIONS,
  MOST_PORTS,
  addedConnections,
  connectionKey,
  portText,
  type Connection,
} from '../../connections/index.ts';
import type { DesiredNamespace } from '../../desired-state/schema.ts';
import { list, needsParty, pass, refused } from '../say.ts';
import type { Finding, GuardrailContext, Rule } from '../types.ts';

const RULE = 'connections';

/**
 * Traffic between namespaces is agreed by both sides: what is new, or wider than agreed, needs the yes of the other side's team, whichever
 * way it flows. Between namespaces of one team, and for what is narrowed or ended, nobody is asked.
 */
export const connectionsRule: Rule = {
  name: RULE,
  title: 'Connections',
  check(desired, context) {
    const before = context.before?.spec.connections ?? [];
    const wanted = desired.spec.connections;
    const findings = addedConnections(before, wanted).map((added) => judge(desired, context, added));
    if (wanted.length > MOST_CONNECTIONS && wanted.length > before.length) {
      findings.push(
        refused(
          RULE,
          'connections',
          `A namespace has at most ${String(MOST_CONNECTIONS)} connections; this would make ${String(wanted.length)}. End one that is no longer used.`,
        ),
      );
    }
    if (findings.length > 0) return findings;
    return [
      pass(
        RULE,
        'connections',
        wanted.length === 0
          ? 'No connection is asked for.'
          : 'Nothing is opened beyond what is agreed already.',
      ),
    ];
  },
};

function judge(desired: DesiredNamespace, context: GuardrailContext, added: Connection): Finding {
  const { peer: name, direction } = added;
  const field = `connections.${connectionKey(added)}`;
  const peer = context.peers.get(name);
  const cluster = context.cluster.name;
  if (name === desired.name) {
    return refused(RULE, field, 'Traffic inside a namespace is open already. Leave this connection out.');
  }
  if (peer === undefined) {
    return refused(
      RULE,
      field,
      `There is no namespace "${name}" on ${cluster}. Check the name, or wait until it is granted.`,
    );
  }
  if (peer.state === 'elsewhere') {
    return refused(
      RULE,
      field,
      `"${name}" is on ${list(peer.clusters)}, not on ${cluster}, and a connection stays within one cluster. Use a host that it publishes, or ask for an egress destination.`,
    );
  }
  if (peer.state === 'deleting') {
    return refused(RULE, field, `"${name}" is being deleted. Leave this connection out.`);
  }
  const isNew = !(context.before?.spec.connections ?? []).some(
    (agreed) => connectionKey(agreed) === connectionKey(added),
  );
  if (isNew && peer.connections >= MOST_CONNECTIONS) {
    return refused(
      RULE,
      field,
      `"${name}" has ${String(peer.connections)} connections already, which is the most there can be. Its team ${peer.teamName} can end one that is no longer used.`,
    );
  }
  const total = desired.spec.connections.find(
    (wanted) => connectionKey(wanted) === connectionKey(added),
  )?.ports;
  if ((total?.length ?? 0) > MOST_PORTS) {
    return refused(
      RULE,
      field,
      `A connection has at most ${String(MOST_PORTS)} ports; with "${name}" there would be ${String(total?.length)}. Leave some out.`,
    );
  }
  const ports = list(added.ports.map(portText));
  const [from, to] = direction === 'to' ? [desired.name, name] : [name, desired.name];
  const what = `${isNew ? 'Opens' : 'Widens the connection by'} ${ports} from ${from} to ${to}`;
  if (peer.team === desired.team) return pass(RULE, field, `${what}; both are of your team.`);
  return needsParty(
    RULE,
    { kind: 'team', team: peer.team },
    field,
    `${what}; ${name} belongs to ${peer.teamName}. A maintainer of ${peer.teamName} can approve it.`,
  );
}
