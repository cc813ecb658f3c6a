import { approveRequest } from '../../lib/actions/approve-request.ts';
import { askForNamespace } from '../../lib/actions/ask-for-namespace.ts';
import { commentOnRequest } from '../../lib/actions/comment-on-request.ts';
import { rejectRequest } from '../../lib/actions/reject-request.ts';
import { getRequest } from '../../lib/queries/requests.ts';
import { db } from '../../lib/db/client.ts';
import { SERVICES } from './data.ts';
import type { SeedService } from './data.ts';
import type { Cast } from './people.ts';

type Environment = SeedService['environments'][number];
const SHORT: Record<Environment, string> = {
  sandbox: 'sandbox',
  development: 'dev',
  test: 'test',
  staging: 'staging',
  production: 'prod',
};
const PURPOSE: Record<Environment, string> = {
  sandbox: 'trying out what is not decided yet',
  development: 'every merge lands here first',
  test: 'integration and load tests',
  staging: 'the last look before production',
  production: 'serves customers',
};

/** Requests that stay open, so that approvers have something to decide; and one that was refused. */
const WAITING: Record<string, string> = {
  'quay-planner-prod': 'The spring timetable needs it before the first of March.',
  'demand-forecast-batch': 'Nightly training needs more memory than the small sizes have.',
  'push-prod': 'Boarding calls move off the old message server.',
  'log-search-prod': 'Thirty days of logs for all production services.',
};
const REFUSED = 'gate-control-prod';

const DAY = 86_400_000;

function isLarge(service: SeedService, environment: Environment): boolean {
  return environment === 'production' && service.tier === 1;
}

function inputFor(service: SeedService, environment: Environment) {
  const name = `${service.slug}-${SHORT[environment]}`;
  const production = environment === 'production' || environment === 'staging';
  return {
    cluster: production ? 'harbor-prod' : 'harbor-dev',
    team: service.team,
    service: { slug: service.slug },
    environment,
    name,
    purpose: `${service.name}: ${PURPOSE[environment]}.`,
    size: isLarge(service, environment) ? 'M' : 'S',
    reason: WAITING[name] ?? '',
    ...(environment === 'sandbox' ? { expiresAt: new Date(Date.now() + 14 * DAY).toISOString() } : {}),
  };
}

async function isKnown(cluster: string, name: string): Promise<boolean> {
  const item = await db.requestItem.findFirst({ where: { namespaceName: name, cluster: { name: cluster } } });
  return item !== null;
}

/** Asks for every namespace of every service, as a developer of its team, and lets an approver decide what needs one. */
export async function seedNamespaces(people: Cast): Promise<void> {
  for (const service of SERVICES) {
    for (const environment of service.environments) {
      await seedNamespace(people, service.team, inputFor(service, environment));
    }
  }
  await seedNamespace(people, 'data-platform', {
    ...inputFor(SERVICES.find((service) => service.slug === 'demand-forecast') ?? fail(), 'development'),
    name: 'demand-forecast-batch',
    purpose: 'Demand Forecast: nightly training.',
    size: 'L',
    reason: WAITING['demand-forecast-batch'] ?? '',
  });
}

function fail(): never {
  throw new Error('The seed data lacks a service that it needs.');
}

async function seedNamespace(people: Cast, team: string, input: ReturnType<typeof inputFor>): Promise<void> {
  if (await isKnown(input.cluster, input.name)) return;
  const asked = await askForNamespace(await people.inGroup(`${team}-developers`), input);
  if (asked.state !== 'pending') return;
  const approver = await people.inGroup('platform-approvers');
  if (input.name === REFUSED) {
    await rejectRequest(approver, {
      number: asked.number,
      comment: 'The barriers move to the new gates in June; ask again for the new service.',
    });
    return;
  }
  if (WAITING[input.name] !== undefined) {
    await commentOnRequest(await people.inGroup(`${team}-maintainers`), {
      number: asked.number,
      body: 'Discussed in our planning; the figures come from the load test of last month.',
    });
    return;
  }
  const { resultHash } = await getRequest(approver, asked.number);
  await approveRequest(approver, {
    number: asked.number,
    resultHash,
    comment: 'Within the plan for this quarter.',
  });
}
