/**
 * A company of a given size, from a seed: teams, services, people and namespaces with the names, the power laws and the gaps that real
 * ones have. Nothing is kept of the namespaces: they are made again, the same, each time they are gone through.
 */
import type { Environment } from '../../lib/domain/desired-state/schema.ts';
import { Names, endings, namespaceName, personName, serviceName, spellOut, teamName } from './names.ts';
import { Random, powerLaw } from './random.ts';
import type {
  Fleet,
  FleetAlias,
  FleetCluster,
  FleetNamespace,
  FleetPerson,
  FleetService,
  FleetTeam,
  Planted,
} from './types.ts';
import { AREAS, PURPOSES, TAGS } from './words.ts';

/** How many of each. */
export interface FleetSize {
  teams: number;
  services: number;
  namespaces: number;
  people: number;
}

/** The sizes that benchmarks load. */
export const SIZES = {
  '10k': { teams: 1_000, services: 3_000, namespaces: 10_000, people: 3_000 },
  '100k': { teams: 5_000, services: 25_000, namespaces: 100_000, people: 15_000 },
  '1m': { teams: 20_000, services: 150_000, namespaces: 1_000_000, people: 60_000 },
} as const satisfies Record<string, FleetSize>;

const CLUSTERS: FleetCluster[] = [
  ['eu-central-1-prod-a', 'EU Central 1, production A', ['production', 'staging']],
  ['eu-central-1-prod-b', 'EU Central 1, production B', ['production', 'staging']],
  ['eu-central-1-nonprod', 'EU Central 1, non-production', ['sandbox', 'development', 'test', 'staging']],
  ['eu-west-1-prod', 'EU West 1, production', ['production']],
  ['us-east-1-prod', 'US East 1, production', ['production', 'staging']],
  ['us-east-1-nonprod', 'US East 1, non-production', ['sandbox', 'development', 'test']],
  ['ap-south-1-prod', 'AP South 1, production', ['production', 'staging']],
  ['onprem-fra-prod', 'Rechenzentrum Frankfurt', ['production', 'staging']],
  ['onprem-muc-nonprod', 'Rechenzentrum München, Test', ['development', 'test', 'staging']],
  ['edge-hamburg', 'Terminal Hamburg', ['production', 'test']],
  ['data-prod', 'Data platform', ['production', 'development']],
  ['sandbox-1', 'Sandboxes', ['sandbox', 'development']],
].map(([name, displayName, environments]) => ({ name, displayName, environments }) as FleetCluster);

const LINKS = ['documentation', 'dashboards', 'runbook', 'repository', 'chat', 'logs', 'oncall'] as const;
const HOUSE = 'harbor.example';
/** Services whose names end so are reached from outside. */
const PUBLISHED = /-(api|web|portal|ui|gateway|bff|frontend|console|admin|login|webhooks)(-|$)/;

/** Makes a company. `planted` comes first and keeps its names: what is generated gives way. */
export function makeFleet(size: FleetSize, seed: string, planted: Planted = {}): Fleet {
  const teams = [...(planted.teams ?? []), ...makeTeams(size.teams, seed, planted)];
  const services = makeServices(size, seed, teams, planted);
  return {
    clusters: CLUSTERS,
    teams,
    services: [...(planted.services ?? []), ...services],
    people: [...(planted.people ?? []), ...makePeople(size.people, seed, teams, planted)],
    aliases: [...(planted.aliases ?? []), ...makeAliases(seed, teams, services)],
    namespaceCount: size.namespaces + (planted.namespaces?.length ?? 0),
    namespaces: () => makeNamespaces(size.namespaces, seed, services, planted.namespaces ?? []),
  };
}

function makeTeams(count: number, seed: string, planted: Planted): FleetTeam[] {
  const random = new Random(`${seed} teams`);
  const names = new Names([...(planted.teams ?? []), ...(planted.aliases ?? [])].map(({ slug }) => slug));
  const teams: FleetTeam[] = [];
  for (let at = 0; at < count; at += 1) {
    const { name, slug: wanted } = teamName(random);
    const slug = names.unique(wanted);
    const above = at > 20 && random.chance(0.6) ? teams[random.int(Math.ceil(at / 10))] : undefined;
    teams.push({
      slug,
      // Who comes second is told apart by the number that the slug has.
      name: slug === wanted ? name : `${name} ${/-(\d+)$/.exec(slug)?.[1] ?? ''}`.trim(),
      description: random.chance(0.8) ? `Looks after ${name} in all regions.` : '',
      contactEmail: random.chance(0.9) ? `${spellOut(slug)}@${HOUSE}` : null,
      chatUrl: random.chance(0.85) ? `https://chat.${HOUSE}/channels/${slug}` : null,
      onCallUrl: random.chance(0.6) ? `https://oncall.${HOUSE}/schedules/${slug}` : null,
      costCentre: random.chance(0.9) ? `CC-${String(1000 + random.int(600))}` : null,
      parent: above?.slug ?? null,
      archived: random.chance(0.01),
    });
  }
  return teams;
}

function makeServices(
  size: FleetSize,
  seed: string,
  teams: readonly FleetTeam[],
  planted: Planted,
): FleetService[] {
  const random = new Random(`${seed} services`);
  const names = new Names([...(planted.services ?? []), ...(planted.aliases ?? [])].map(({ slug }) => slug));
  const known = new Set((planted.teams ?? []).map(({ slug }) => slug));
  const owners = teams.filter(({ slug }) => !known.has(slug));
  const ranks = random.order(owners.length);
  return powerLaw(size.services, owners.length, 0.9, 1).flatMap((count, rank) => {
    const team = owners[ranks[rank] ?? 0] as FleetTeam;
    const about = random.chance(0.7) ? (AREAS.find((area) => team.name.includes(area)) ?? '') : '';
    return Array.from({ length: count }, () => makeService(random, names, team, about || random.pick(AREAS)));
  });
}

function makeService(random: Random, names: Names, team: FleetTeam, about: string): FleetService {
  const { name, slug: wanted } = serviceName(random, about);
  const slug = names.unique(wanted);
  const url = (link: string): string => `https://${link}.${HOUSE}/${team.slug}/${slug}`;
  return {
    slug,
    name: slug === wanted ? name : `${name} ${/-(\d+)$/.exec(slug)?.[1] ?? ''}`.trim(),
    team: team.slug,
    description: random.chance(0.6) ? `${name}: ${random.pick(PURPOSES)}.` : '',
    tier: random.weighted([
      [1, 8],
      [2, 22],
      [3, 40],
      [4, 15],
      [null, 15],
    ]),
    lifecycle: random.weighted([
      ['production', 78],
      ['experimental', 14],
      ['deprecated', 8],
    ]),
    tags: [...new Set(Array.from({ length: random.int(5) }, () => random.pick(TAGS)))],
    links: Object.fromEntries(
      LINKS.filter(() => random.chance(0.45)).map((link) => [link, url(link)] as const),
    ),
    confirmedDaysAgo: random.chance(0.7) ? random.int(400) : null,
  };
}

function makePeople(
  count: number,
  seed: string,
  teams: readonly FleetTeam[],
  planted: Planted,
): FleetPerson[] {
  const random = new Random(`${seed} people`);
  const names = new Names((planted.people ?? []).map(({ email }) => email.split('@')[0] ?? ''));
  return Array.from({ length: count }, () => {
    const { name, local } = personName(random);
    return {
      name,
      email: `${names.unique(local)}@${HOUSE}`,
      teams: random.chance(0.2)
        ? [random.pick(teams).slug, random.pick(teams).slug]
        : [random.pick(teams).slug],
      seenDaysAgo: random.chance(0.9) ? random.int(20) : 60 + random.int(300),
    };
  });
}

/** One thing in a hundred was called something else before. */
function makeAliases(
  seed: string,
  teams: readonly FleetTeam[],
  services: readonly FleetService[],
): FleetAlias[] {
  const random = new Random(`${seed} aliases`);
  const of = (kind: FleetAlias['kind'], things: readonly { slug: string }[]): FleetAlias[] =>
    things
      .filter(() => random.chance(0.01))
      .map(({ slug }) => ({ kind, slug: `old-${slug}`.slice(0, 63).replace(/-+$/, ''), target: slug }));
  const once = new Map(
    [...of('team', teams), ...of('service', services)].map((a) => [`${a.kind} ${a.slug}`, a]),
  );
  return [...once.values()];
}

/** Environments of a service's first namespaces, in the order in which they come to be. */
const FIRST: readonly Environment[] = ['development', 'production', 'test', 'staging', 'sandbox'];

function* makeNamespaces(
  count: number,
  seed: string,
  services: readonly FleetService[],
  planted: readonly FleetNamespace[],
): Generator<FleetNamespace> {
  yield* planted;
  const random = new Random(`${seed} namespaces`);
  const names = new Map<string, Names>();
  for (const { name } of CLUSTERS) {
    names.set(name, new Names(planted.filter(({ cluster }) => cluster === name).map((known) => known.name)));
  }
  const hosts = new Names();
  const ranks = random.order(services.length);
  const shares = powerLaw(count, services.length, 0.7, 1);
  for (const [rank, share] of shares.entries()) {
    const service = services[ranks[rank] ?? 0] as FleetService;
    const ends = endings(random);
    for (let at = 0; at < share; at += 1) {
      const environment =
        FIRST[at] ??
        random.weighted<Environment>([
          ['production', 35],
          ['development', 25],
          ['test', 15],
          ['staging', 10],
          ['sandbox', 15],
        ]);
      const cluster = random.pick(CLUSTERS.filter((known) => known.environments.includes(environment))).name;
      const wanted = namespaceName(random, service.slug, ends[environment], at < FIRST.length);
      const name = names.get(cluster)?.unique(wanted) ?? wanted;
      yield describe(random, hosts, { name, cluster, service: service.slug, environment }, service);
    }
  }
}

function describe(
  random: Random,
  hosts: Names,
  namespace: Pick<FleetNamespace, 'name' | 'cluster' | 'service' | 'environment'>,
  service: FleetService,
): FleetNamespace {
  const expires = namespace.environment === 'sandbox' || random.chance(0.04);
  return {
    ...namespace,
    purpose: random.chance(0.85) ? `${service.name}: ${random.pick(PURPOSES)}.` : '',
    size: random.weighted([
      ['S', 60],
      ['M', 32],
      ['L', 8],
    ]),
    phase: random.weighted([
      ['Ready', 93],
      ['Degraded', 3],
      ['Provisioning', 1],
      ['Pending', 1],
      ['Deleting', 2],
    ]),
    expiresInDays: expires ? random.int(120) - 5 : null,
    used: random.chance(0.05) ? null : Math.round(random.next() ** 2 * 105) / 100,
    hosts: hostsOf(random, hosts, namespace, service),
  };
}

function hostsOf(
  random: Random,
  hosts: Names,
  { environment, service: slug }: Pick<FleetNamespace, 'environment' | 'service'>,
  { team }: FleetService,
): string[] {
  if (!PUBLISHED.test(slug) || environment === 'sandbox' || !random.chance(0.7)) return [];
  const zone = random.chance(0.7) ? `apps.${HOUSE}` : `int.${HOUSE}`;
  const first =
    environment === 'production' ? slug : `${slug}-${environment}`.slice(0, 63).replace(/-+$/, '');
  // Told apart within the company, so that no two places hold one name.
  return [`${hosts.unique(first)}.${team}.${zone}`];
}
