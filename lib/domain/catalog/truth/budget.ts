// Whether a team can take over namespaces, as far as its budget goes.
import { QUOTA_WORDS } from '../../desired-state/schema.ts';
import { amount, isQuotaKey } from '../../guardrails/say.ts';
import type { QuotaTotals } from '../../guardrails/index.ts';
import { compareQuantities, formatQuantity, subtractQuantities } from '../../quantity/index.ts';

/** A sentence for each line of `budget` that `committed` goes over; empty where all stays within, or there is no budget. */
export function overBudget(team: string, budget: QuotaTotals | null, committed: QuotaTotals): string[] {
  return Object.entries(budget ?? {}).flatMap(([key, most]) => {
    const held = isQuotaKey(key) ? committed[key] : undefined;
    if (!isQuotaKey(key) || most === undefined || held === undefined) return [];
    if (compareQuantities(held, most) <= 0) return [];
    const would = formatQuantity(held, QUOTA_WORDS[key].unit);
    const over = amount(key, subtractQuantities(held, most));
    return [`${team} would hold ${would} of its budget of ${amount(key, most)}, which is ${over} over it.`];
  });
}
