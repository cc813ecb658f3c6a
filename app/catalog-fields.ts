/** Teams and services as their forms send them. */
import { nullable, optional, text } from './form-text.ts';

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

const WINDOW = 'sla.maintenance.';

/** Rows of the form's maintenance windows in which anything but the time zone was filled in. */
function windowRows(data: FormData): { row: number; window: Record<string, string> }[] {
  const filled: { row: number; window: Record<string, string> }[] = [];
  for (let row = 0; data.has(`${WINDOW}${String(row)}.day`); row += 1) {
    const { zone, ...said } = below(data, `${WINDOW}${String(row)}`);
    if (Object.keys(said).length === 0) continue;
    filled.push({ row, window: { ...said, ...(zone === undefined ? {} : { zone }) } });
  }
  return filled;
}

/** Where a field of a service was typed: windows are sent without the rows that were left empty. */
export function placeInForm(data: FormData, field: string): string {
  const rows = windowRows(data).map(({ row }) => row);
  return field.replace(
    /^sla\.maintenance\.(\d+)/,
    (_, sent: string) => `${WINDOW}${String(rows[Number(sent)] ?? sent)}`,
  );
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
    maintenance: windowRows(data).map(({ window }) => window),
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
