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
    ...(data.has('budget.requests.cpu') ? { budget: Object.keys(budget).length === 0 ? null : budget } : {}),
  };
}

/** A service's fields. */
export function serviceOf(data: FormData) {
  const tier = optional(data, 'tier');
  return {
    name: text(data, 'name'),
    description: text(data, 'description'),
    tier: tier === undefined ? null : Number(tier),
    sla: below(data, 'sla'),
    links: below(data, 'links'),
  };
}
