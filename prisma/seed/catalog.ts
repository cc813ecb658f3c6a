/** What the demo company says of its services beside their names: promises, links, tags, and what needs what. */
import type { SeedService } from './data.ts';

const TOOLS = 'harbor.example';

/**
 * Where everything of a cluster can be looked at, for every namespace at once: an administrator wrote it once, nobody types it again.
 */
export const LINK_TEMPLATES = [
  {
    name: 'dashboards',
    url: `https://grafana.${TOOLS}/d/namespace?var-cluster={cluster}&var-namespace={namespace}`,
  },
  { name: 'logs', url: `https://logs.${TOOLS}/search?cluster={cluster}&namespace={namespace}` },
  { name: 'cost', url: `https://cost.${TOOLS}/teams/{team}?service={service}&environment={environment}` },
];

/** Links that a service's team typed. The small ones leave their dashboards to the cluster's template. */
export function linksOf({ slug, tier }: SeedService): Record<string, string> {
  return {
    documentation: `https://docs.${TOOLS}/services/${slug}`,
    repository: `https://git.${TOOLS}/harbor/${slug}`,
    chat: `https://chat.${TOOLS}/channels/${slug}`,
    ...(tier <= 2
      ? {
          dashboards: `https://grafana.${TOOLS}/d/${slug}`,
          runbook: `https://docs.${TOOLS}/runbooks/${slug}`,
          incidents: `https://oncall.${TOOLS}/services/${slug}/incidents`,
        }
      : {}),
    ...(tier === 1 ? { api: `https://docs.${TOOLS}/services/${slug}/openapi` } : {}),
  };
}

const OFFICE = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00', zone: 'Europe/Oslo' };
const LONG_DAY = { ...OFFICE, from: '07:00', to: '19:00' };
const NIGHTLY = { day: 'sun', from: '02:00', to: '04:00', zone: 'Europe/Oslo' };

/** The promise of a service, by its tier; the ledger adds what only it promises. */
export function promiseFor({ slug, tier }: SeedService): Record<string, unknown> {
  const ofTier = {
    1: {
      availability: 99.95,
      support: 'always',
      response: { 1: '15 min', 2: '1 h', 3: '1 d', 4: '5 d' },
      resolution: { 1: '4 h', 2: '1 d' },
      rto: '1 h',
      rpo: '5 min',
    },
    2: {
      availability: 99.9,
      support: LONG_DAY,
      response: { 1: '1 h', 2: '4 h', 3: '2 d' },
      resolution: { 1: '8 h', 2: '2 d' },
      rto: '4 h',
      rpo: '1 h',
      maintenance: [NIGHTLY],
    },
    3: { availability: 99.5, support: OFFICE, response: { 1: '8 h', 2: '2 d' }, rto: '1 d', rpo: '1 d' },
    4: { availability: 99, support: OFFICE, response: { 1: '2 d' } },
  }[tier];
  if (slug !== 'ledger') return ofTier;
  return {
    ...ofTier,
    rpo: 0,
    note: 'No booking closes while the books of a month are closed: first working day, 06:00 to 07:00.',
  };
}

/** How far services have come that aren't simply relied on. */
export const LIFECYCLES: Readonly<Record<string, 'experimental' | 'deprecated'>> = {
  ranking: 'experimental',
  'demand-forecast': 'experimental',
  tracing: 'experimental',
  vouchers: 'deprecated',
};

/** Words to find services by. */
export const TAGS: Readonly<Record<string, string[]>> = {
  'card-gateway': ['pci', 'external'],
  invoicing: ['freight', 'finance'],
  refunds: ['finance'],
  ledger: ['pci', 'finance', 'audited'],
  basket: ['booking'],
  pricing: ['booking'],
  booking: ['booking', 'external'],
  'sign-in': ['personal-data', 'external'],
  consent: ['personal-data', 'audited'],
  'staff-directory': ['personal-data'],
  timetable: ['external'],
  'freight-booking': ['freight', 'external'],
  customs: ['freight', 'audited'],
  'quay-planner': ['freight', 'harbor'],
  'gate-control': ['harbor', 'on-premises'],
  'event-stream': ['platform', 'kafka'],
  warehouse: ['platform', 'reporting'],
  'app-backend': ['external', 'mobile'],
  push: ['mobile'],
  'boarding-pass': ['mobile', 'offline'],
  metrics: ['platform'],
  'log-search': ['platform'],
  'status-page': ['external'],
};

/** What each service needs. Booking and the basket need each other, as such things do. */
export const DEPENDENCIES: Readonly<Record<string, string[]>> = {
  'card-gateway': ['ledger'],
  invoicing: ['ledger'],
  refunds: ['ledger', 'card-gateway'],
  basket: ['pricing', 'availability', 'booking'],
  booking: ['basket', 'card-gateway', 'sign-in', 'event-stream'],
  pricing: ['timetable', 'demand-forecast'],
  availability: ['timetable'],
  suggest: ['timetable'],
  'freight-booking': ['customs', 'quay-planner', 'invoicing'],
  'gate-control': ['boarding-pass'],
  warehouse: ['event-stream'],
  'demand-forecast': ['feature-store', 'warehouse'],
  'app-backend': ['booking', 'sign-in', 'timetable'],
  push: ['event-stream'],
  'boarding-pass': ['booking'],
  'status-page': ['metrics'],
};
