import { createZone } from '../../lib/actions/create-zone.ts';
import { delegateHost } from '../../lib/actions/delegate-host.ts';
import { takeHosts } from '../../lib/actions/take-hosts.ts';
import { db } from '../../lib/db/client.ts';
import { CLUSTERS } from './data.ts';
import type { Cast } from './people.ts';

const ZONE = 'harbor.example';

/** What each team was given, and why. */
const DELEGATIONS: [team: string, host: string, reason: string][] = [
  ['payments', '*.pay.harbor.example', 'Everything that moves money lies below pay.'],
  ['checkout', '*.book.harbor.example', 'The booking pages and what they call.'],
  ['identity', 'id.harbor.example', 'The one address that people sign in at.'],
  ['identity', '*.id.harbor.example', 'Sign-in for partners, one name each.'],
  ['search', '*.timetable.harbor.example', 'Timetables and availability, also for partners.'],
  ['logistics', '*.freight.harbor.example', 'Freight customers and the gates.'],
  ['mobile', '*.app.harbor.example', 'What the traveller app calls.'],
  ['observability', 'status.harbor.example', 'The status page, and nothing else.'],
];

/** What namespaces have taken from it, by team; paths divide one host among the services of a team. */
const HOSTS: Record<string, Record<string, string[]>> = {
  payments: {
    'card-gateway-dev': ['cards.dev.pay.harbor.example'],
    'card-gateway-prod': ['cards.pay.harbor.example'],
    'invoicing-prod': ['invoices.pay.harbor.example'],
    'refunds-dev': ['refunds.dev.pay.harbor.example'],
  },
  checkout: {
    'basket-prod': ['www.book.harbor.example/basket'],
    'pricing-prod': ['www.book.harbor.example/prices', 'prices.book.harbor.example'],
    'booking-prod': ['www.book.harbor.example/booking'],
    'booking-dev': ['dev.book.harbor.example'],
  },
  identity: { 'sign-in-prod': ['id.harbor.example', 'partners.id.harbor.example'] },
  search: {
    'timetable-prod': ['www.timetable.harbor.example'],
    'timetable-dev': ['dev.timetable.harbor.example'],
  },
  logistics: { 'freight-booking-prod': ['www.freight.harbor.example'] },
  mobile: {
    'app-backend-prod': ['api.app.harbor.example'],
    'app-backend-dev': ['api.dev.app.harbor.example'],
  },
  observability: { 'status-page-prod': ['status.harbor.example'] },
};

/** A name that nobody was given: the zone's word is waited for. */
const WAITING = { team: 'checkout', namespace: 'vouchers-dev', host: 'gifts.harbor.example' };

/** A zone on both clusters, delegated to the teams, and hosts on their namespaces. What is there already is left as it is. */
export async function seedHosts(people: Cast): Promise<void> {
  const administrator = await people.administrator();
  if ((await db.zone.count({ where: { suffix: ZONE } })) === 0) {
    await createZone(administrator, {
      suffix: ZONE,
      clusters: Object.keys(CLUSTERS),
      description: 'What travellers and partners of the ferry line see.',
    });
  }
  for (const [team, host, reason] of DELEGATIONS) {
    if ((await db.delegation.count({ where: { host } })) > 0) continue;
    await delegateHost(administrator, { team, host, reason });
  }
  for (const [team, namespaces] of Object.entries(HOSTS)) {
    for (const [name, hosts] of Object.entries(namespaces)) await take(people, team, name, hosts);
  }
  await take(
    people,
    WAITING.team,
    WAITING.namespace,
    [WAITING.host],
    'Gift cards go on sale before the summer; the address is printed on them.',
  );
}

async function take(people: Cast, team: string, name: string, hosts: string[], reason = ''): Promise<void> {
  const namespace = await db.namespace.findFirst({
    where: { name, releasedAt: null, deletionRequestedAt: null },
    select: {
      cluster: { select: { name: true } },
      _count: { select: { hostGrants: true, items: { where: { changedPaths: { isEmpty: false } } } } },
    },
  });
  // Asked for before, or a namespace that waits itself.
  if (namespace === null || namespace._count.hostGrants > 0 || namespace._count.items > 0) return;
  const maintainer = await people.inGroup(`${team}-maintainers`);
  await takeHosts(maintainer, { cluster: namespace.cluster.name, name, hosts, reason });
}
