import { approveRequest } from '../../lib/actions/approve-request.ts';
import { changeNamespace } from '../../lib/actions/change-namespace.ts';
import { db } from '../../lib/db/client.ts';
import { getNamespace } from '../../lib/queries/namespaces.ts';
import { getRequest } from '../../lib/queries/requests.ts';
import type { Cast } from './people.ts';

type SeedConnection = {
  cluster: 'harbor-dev' | 'harbor-prod';
  /** Namespaces, each with its team. The team of `from` asks. */
  from: [team: string, name: string];
  to: [team: string, name: string];
  port: number;
  reason: string;
  /** Nobody has said yes yet. */
  waits?: true;
};

const CONNECTIONS: SeedConnection[] = [
  {
    cluster: 'harbor-dev',
    from: ['checkout', 'basket-dev'],
    to: ['checkout', 'pricing-dev'],
    port: 8080,
    reason: 'Fares of what is in the basket.',
  },
  {
    cluster: 'harbor-dev',
    from: ['checkout', 'booking-dev'],
    to: ['payments', 'ledger-dev'],
    port: 8443,
    reason: 'A booked crossing is a movement in the book.',
  },
  {
    cluster: 'harbor-dev',
    from: ['checkout', 'booking-dev'],
    to: ['data-platform', 'event-stream-dev'],
    port: 9092,
    reason: 'Every booking is an event.',
  },
  {
    cluster: 'harbor-dev',
    from: ['mobile', 'app-backend-dev'],
    to: ['checkout', 'booking-dev'],
    port: 8080,
    reason: 'The app books like the web does.',
  },
  {
    cluster: 'harbor-prod',
    from: ['checkout', 'booking-prod'],
    to: ['payments', 'card-gateway-prod'],
    port: 8443,
    reason: 'Takes the money for a crossing.',
  },
  {
    cluster: 'harbor-dev',
    from: ['search', 'ranking-dev'],
    to: ['payments', 'invoicing-dev'],
    port: 8080,
    reason: 'Rank by what freight customers really paid for.',
    waits: true,
  },
];

/** Where one namespace reaches out of its cluster. */
const EGRESS = {
  cluster: 'harbor-dev',
  name: 'card-gateway-dev',
  team: 'payments',
  destination: {
    name: 'card-scheme',
    cidr: '203.0.113.0/24',
    ports: [{ port: 443, protocol: 'TCP' as const }],
  },
  reason: 'The test systems of the card schemes.',
};

/** Asks for connections and a destination as maintainers do; the other side's maintainers and an approver agree to most. */
export async function seedConnections(people: Cast): Promise<void> {
  for (const connection of CONNECTIONS) await seedConnection(people, connection);
  const { cluster, name, team, destination, reason } = EGRESS;
  if (await wasAskedFor(cluster, name, `egress.${destination.name}`)) return;
  const { number, state } = await changeNamespace(await people.inGroup(`${team}-maintainers`), {
    cluster,
    name,
    egress: [destination],
    reason,
  });
  if (state === 'pending') await agree(people, 'platform-approvers', number);
}

async function seedConnection(people: Cast, connection: SeedConnection): Promise<void> {
  const { cluster, from, to, port, reason, waits } = connection;
  const [fromTeam, name] = from;
  const [toTeam, peer] = to;
  if (await wasAskedFor(cluster, name, `connections.to.${peer}.TCP ${String(port)}`)) return;
  const maintainer = await people.inGroup(`${fromTeam}-maintainers`);
  const there = (await getNamespace(maintainer, cluster, name)).details?.spec.connections ?? [];
  const ports = [{ port, protocol: 'TCP' as const }];
  const { number, state } = await changeNamespace(maintainer, {
    cluster,
    name,
    connections: [...there, { peer, direction: 'to' as const, ports }],
    reason,
  });
  if (state === 'pending' && waits !== true) await agree(people, `${toTeam}-maintainers`, number);
}

async function wasAskedFor(cluster: string, name: string, path: string): Promise<boolean> {
  const item = await db.requestItem.findFirst({
    where: { namespaceName: name, cluster: { name: cluster }, changedPaths: { has: path } },
  });
  return item !== null;
}

async function agree(people: Cast, group: string, number: number): Promise<void> {
  const actor = await people.inGroup(group);
  const { resultHash } = await getRequest(actor, number);
  await approveRequest(actor, { number, resultHash });
}
