/**
 * The demo company: a ferry and freight line with eight teams, thirty services and their namespaces. Only what people
 * would have typed is here; everything else comes about on the way through the portal.
 */

export type SeedTeam = {
  slug: string;
  name: string;
  description: string;
  contactEmail: string;
  chatUrl: string;
  onCallUrl: string;
  costCentre: string;
  /** The team above it. */
  parentTeam?: string;
  /** Sum of quota over all namespaces of the team. */
  budget: Record<string, string>;
};

function team(
  slug: string,
  name: string,
  costCentre: string,
  cpu: number,
  description: string,
  parentTeam?: string,
): SeedTeam {
  return {
    slug,
    name,
    description,
    contactEmail: `${slug}@harbor.example`,
    chatUrl: `https://chat.harbor.example/channels/${slug}`,
    onCallUrl: `https://oncall.harbor.example/teams/${slug}`,
    costCentre,
    ...(parentTeam === undefined ? {} : { parentTeam }),
    budget: { 'requests.cpu': String(cpu), 'requests.memory': `${String(cpu * 4)}Gi` },
  };
}

export const TEAMS: SeedTeam[] = [
  team('payments', 'Payments', 'CC-2100', 96, 'Cards, invoices and refunds: everything that moves money.'),
  team('checkout', 'Checkout', 'CC-2110', 96, 'Basket, prices and the way to a booked crossing.', 'payments'),
  team('identity', 'Identity', 'CC-1300', 64, 'Accounts, sign-in and consent for travellers and staff.'),
  team('search', 'Search', 'CC-2200', 96, 'Finds a crossing: timetables, availability and ranking.'),
  team('logistics', 'Logistics', 'CC-3100', 96, 'Freight bookings, customs papers and berth planning.'),
  team(
    'data-platform',
    'Data Platform',
    'CC-1500',
    128,
    'Streams, the warehouse and the models built on them.',
  ),
  team('mobile', 'Mobile', 'CC-2300', 48, 'The traveller app and what stands behind it.'),
  team(
    'observability',
    'Observability',
    'CC-1400',
    64,
    'Metrics, logs, traces and the status page.',
    'data-platform',
  ),
];

export type SeedService = {
  slug: string;
  name: string;
  team: string;
  tier: 1 | 2 | 3 | 4;
  description: string;
  /** Environments the service has a namespace in; production lies on harbor-prod. */
  environments: ('sandbox' | 'development' | 'test' | 'staging' | 'production')[];
};

function service(
  team: string,
  slug: string,
  name: string,
  tier: SeedService['tier'],
  environments: SeedService['environments'],
  description: string,
): SeedService {
  return { slug, name, team, tier, description, environments };
}

const DEV = 'development';
const PROD = 'production';

export const SERVICES: SeedService[] = [
  service(
    'payments',
    'card-gateway',
    'Card Gateway',
    1,
    [DEV, 'staging', PROD],
    'Talks to the card schemes.',
  ),
  service(
    'payments',
    'invoicing',
    'Invoicing',
    2,
    [DEV, PROD],
    'Invoices for freight customers, monthly and on demand.',
  ),
  service('payments', 'refunds', 'Refunds', 2, [DEV, 'test', PROD], 'Pays back cancelled crossings.'),
  service('payments', 'ledger', 'Ledger', 1, [DEV, 'staging', PROD], 'Double-entry book of every movement.'),
  service('checkout', 'basket', 'Basket', 1, [DEV, PROD], 'What a traveller is about to book.'),
  service('checkout', 'pricing', 'Pricing', 1, [DEV, 'test', PROD], 'Fares by season, vehicle and demand.'),
  service('checkout', 'vouchers', 'Vouchers', 3, [DEV], 'Gift cards and service vouchers.'),
  service('checkout', 'booking', 'Booking', 1, [DEV, 'staging', PROD], 'Turns a basket into a crossing.'),
  service('identity', 'sign-in', 'Sign-in', 1, [DEV, PROD], 'Passkeys, passwords and sessions.'),
  service('identity', 'consent', 'Consent', 2, [DEV, PROD], 'Who agreed to what, and when.'),
  service(
    'identity',
    'staff-directory',
    'Staff Directory',
    3,
    [DEV],
    'Crew and shore staff with their roles.',
  ),
  service('search', 'timetable', 'Timetable', 1, [DEV, 'test', PROD], 'Sailings, ports and connections.'),
  service('search', 'availability', 'Availability', 1, [DEV, PROD], 'Free lanes, cabins and seats.'),
  service('search', 'ranking', 'Ranking', 2, [DEV, 'sandbox'], 'Orders results by what people choose.'),
  service('search', 'suggest', 'Suggest', 3, [DEV], 'Completes port and city names.'),
  service(
    'logistics',
    'freight-booking',
    'Freight Booking',
    1,
    [DEV, 'staging', PROD],
    'Lorries, trailers and dangerous goods.',
  ),
  service('logistics', 'customs', 'Customs Papers', 2, [DEV, PROD], 'Declarations to seven authorities.'),
  service('logistics', 'quay-planner', 'Quay Planner', 2, [DEV, PROD], 'Which ship lies where, and when.'),
  service('logistics', 'gate-control', 'Gate Control', 2, [DEV, PROD], 'Number plates, lanes and barriers.'),
  service(
    'data-platform',
    'event-stream',
    'Event Stream',
    1,
    [DEV, PROD],
    'Every booking and sailing as an event.',
  ),
  service(
    'data-platform',
    'warehouse',
    'Warehouse',
    2,
    [DEV, PROD],
    'Tables for reporting, refreshed hourly.',
  ),
  service(
    'data-platform',
    'demand-forecast',
    'Demand Forecast',
    3,
    [DEV, 'sandbox'],
    'Passengers and lane metres, twelve weeks ahead.',
  ),
  service('data-platform', 'feature-store', 'Feature Store', 3, [DEV], 'Shared inputs of the models.'),
  service('mobile', 'app-backend', 'App Backend', 1, [DEV, 'test', PROD], 'What the traveller app talks to.'),
  service('mobile', 'push', 'Push Notifications', 2, [DEV, PROD], 'Delays, gates and boarding calls.'),
  service(
    'mobile',
    'boarding-pass',
    'Boarding Pass',
    1,
    [DEV, PROD],
    'Codes that the gates read, also offline.',
  ),
  service('observability', 'metrics', 'Metrics', 1, [DEV, PROD], 'Long-term metrics of all clusters.'),
  service('observability', 'log-search', 'Log Search', 2, [DEV, PROD], 'Thirty days of logs, searchable.'),
  service('observability', 'tracing', 'Tracing', 3, [DEV], 'Traces from the edge to the database.'),
  service(
    'observability',
    'status-page',
    'Status Page',
    1,
    [PROD],
    'What travellers see when something is down.',
  ),
];

export const CLUSTERS = {
  'harbor-dev': {
    displayName: 'Harbor development',
    environments: ['sandbox', 'development', 'test'],
  },
  'harbor-prod': {
    displayName: 'Harbor production',
    environments: ['staging', 'production'],
  },
} as const;
