/** What the ask form holds, and what follows from what. Pure. */
import { slugify } from '../../lib/domain/names/index.ts';
import type { AccessRow } from './access-editor.tsx';

/** Stands for a service that does not exist yet. */
export const NEW_SERVICE = '+new';

export type AskFormOptions = {
  clusters: { name: string; displayName: string; environments: string[]; reachable: boolean | null }[];
  teams: { slug: string; name: string; groups: string[] }[];
  services: { slug: string; name: string; team: string }[];
  sizes: { size: string; title: string; description: string; quota: Record<string, string> }[];
  environments: string[];
  accessRoles: string[];
};

export type AskValues = {
  team: string;
  service: string;
  serviceName: string;
  environment: string;
  cluster: string;
  name: string;
  size: string;
  purpose: string;
  expiresAt: string;
  reason: string;
  quota: Record<string, string>;
  access: AccessRow[] | null;
};

/** What somebody wrote by hand, and no suggestion may replace. */
export type Own = { name: boolean; purpose: boolean };

const SHORT: Record<string, string> = {
  sandbox: 'sandbox',
  development: 'dev',
  test: 'test',
  staging: 'staging',
  production: 'prod',
};

/** "billing-dev": what a namespace of that service and environment would usually be called. */
function suggestName(service: string, environment: string): string {
  return service === '' ? '' : slugify(`${service}-${SHORT[environment] ?? environment}`);
}

/** Name and purpose that follow from service and environment, for what the reader has not written by hand. */
export function suggest(values: AskValues, options: AskFormOptions, own: Own): AskValues {
  const slug = values.service === NEW_SERVICE ? slugify(values.serviceName) : values.service;
  const title =
    values.service === NEW_SERVICE
      ? values.serviceName.trim()
      : (options.services.find((service) => service.slug === values.service)?.name ?? '');
  return {
    ...values,
    name: own.name ? values.name : suggestName(slug, values.environment),
    purpose: own.purpose ? values.purpose : title === '' ? '' : `${title}, ${values.environment}`,
  };
}

/** The ISO day `days` after an ISO day. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `values` with `part` changed, and with what follows: a service brings its team, an environment a cluster that offers it. */
export function withChange(
  values: AskValues,
  part: Partial<AskValues>,
  options: AskFormOptions,
  today: string,
): AskValues {
  const after = { ...values, ...part };
  const team = options.services.find(({ slug }) => slug === after.service)?.team;
  if (team !== undefined) after.team = team;
  if (after.team !== values.team) after.access = null;
  if (part.environment !== undefined) {
    const offers = (cluster: { environments: string[] } | undefined) =>
      cluster?.environments.includes(after.environment) ?? false;
    if (!offers(options.clusters.find(({ name }) => name === after.cluster))) {
      after.cluster = options.clusters.find(offers)?.name ?? after.cluster;
    }
    after.expiresAt = after.environment === 'sandbox' ? after.expiresAt || dayAfter(today, 14) : '';
  }
  return after;
}

/** True when there is enough to look at what an ask would lead to. */
export function isEnough(values: AskValues): boolean {
  return (
    values.team !== '' &&
    values.name.trim() !== '' &&
    values.service !== '' &&
    (values.service !== NEW_SERVICE || values.serviceName.trim() !== '')
  );
}

/** The body of an ask, as the API and the live look take it. */
export function askOf(values: AskValues): Record<string, unknown> {
  const quota = Object.fromEntries(Object.entries(values.quota).filter(([, text]) => text.trim() !== ''));
  return {
    team: values.team,
    cluster: values.cluster,
    service: values.service === NEW_SERVICE ? { name: values.serviceName.trim() } : { slug: values.service },
    environment: values.environment,
    name: values.name.trim(),
    purpose: values.purpose.trim(),
    size: values.size,
    ...(values.size === 'custom' ? { quota } : {}),
    ...(values.access === null ? {} : { access: values.access.filter(({ name }) => name.trim() !== '') }),
    ...(values.expiresAt === '' ? {} : { expiresAt: values.expiresAt }),
  };
}
