/** Teams and services as their forms send them. */
import { nullable, optional, text } from './act.ts';

/** Filled-in fields below a prefix: `links.runbook` as { runbook }. */
function below(data: FormData, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, value] of data) {
    if (key.startsWith(`${prefix}.`) && typeof value === 'string' && value.trim() !== '') {
      found[key.slice(prefix.length + 1)] = value.trim();
    }
  }
  return found;
}

/** A team's fields; the budget only where the form offers it. */
export function teamOf(data: FormData) {
  const budget = below(data, 'budget');
  return {
    name: text(data, 'name'),
    description: text(data, 'description'),
    contactEmail: nullable(data, 'contactEmail'),
    chatUrl: nullable(data, 'chatUrl'),
    onCallUrl: nullable(data, 'onCallUrl'),
    costCentre: nullable(data, 'costCentre'),
    parentTeam: nullable(data, 'parentTeam'),
    ...(data.has('budget.requests.cpu') ? { budget: Object.keys(budget).length === 0 ? null : budget } : {}),
  };
}

/** Short names or words with commas (or blanks) between them. */
function listed(data: FormData, name: string): string[] {
  return text(data, name)
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
}

/** Support hours: never, always, or the days and hours that stand below the choice. */
function supportOf(data: FormData): Record<string, unknown> {
  const choice = text(data, 'sla.support');
  if (choice === '') return {};
  if (choice !== 'hours') return { support: choice };
  const { from, to, zone } = below(data, 'sla.support');
  return { support: { days: data.getAll('sla.support.days'), from, to, zone } };
}

/** Maintenance windows of which anything but the time zone was filled in. */
function windowsOf(data: FormData): Record<string, string>[] {
  const windows: Record<string, string>[] = [];
  for (let row = 0; data.has(`sla.maintenance.${String(row)}.day`); row += 1) {
    const { zone, ...said } = below(data, `sla.maintenance.${String(row)}`);
    if (Object.keys(said).length > 0) windows.push({ ...said, ...(zone === undefined ? {} : { zone }) });
  }
  return windows;
}

/** A promise as its fields send it. */
function promiseOf(data: FormData): Record<string, unknown> {
  const { availability, rto, rpo, note } = below(data, 'sla');
  const single = Object.entries({ availability, rto, rpo, note }).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(single),
    ...supportOf(data),
    response: below(data, 'sla.response'),
    resolution: below(data, 'sla.resolution'),
    maintenance: windowsOf(data),
  };
}

/** A service's fields. */
export function serviceOf(data: FormData) {
  const tier = optional(data, 'tier');
  return {
    name: text(data, 'name'),
    description: text(data, 'description'),
    tier: tier === undefined ? null : Number(tier),
    lifecycle: text(data, 'lifecycle'),
    tags: listed(data, 'tags'),
    dependsOn: listed(data, 'dependsOn'),
    sla: promiseOf(data),
    links: below(data, 'links'),
  };
}

/** A new slug, where the form offers one and it is another. */
export function newSlugOf(data: FormData, slug: string): { newSlug?: string } {
  const wanted = optional(data, 'newSlug');
  return wanted === undefined || wanted === slug ? {} : { newSlug: wanted };
}
