// How findings are put: helpers that keep the rules short and their sentences alike.
import { QUOTA_KEYS, QUOTA_WORDS, type DesiredNamespace, type QuotaKey } from '../desired-state/schema.ts';
import { formatQuantity, type QuantityLike } from '../quantity/index.ts';
import type { Finding, Party } from './types.ts';

const PLATFORM: Party = { kind: 'platform' };

/** A rule is content. */
export const pass = (rule: string, field: string, message: string): Finding => ({
  rule,
  outcome: 'pass',
  field,
  message,
});

/** A rule can't be crossed by anybody's yes. */
export const refused = (rule: string, field: string, message: string): Finding => ({
  rule,
  outcome: 'refused',
  field,
  message,
});

/** A rule is crossed, and the platform team may say yes. */
export const needsPlatform = (rule: string, field: string, message: string): Finding => ({
  rule,
  outcome: 'needs-approval',
  party: PLATFORM,
  field,
  message,
});

/** A rule is crossed, and a party other than the platform team may say yes. */
export const needsParty = (rule: string, party: Party, field: string, message: string): Finding => ({
  rule,
  outcome: 'needs-approval',
  party,
  field,
  message,
});

/** An amount of a quota key in a sentence: "16 CPU", "32 GiB of memory", "50 pods". */
export function amount(key: QuotaKey, quantity: QuantityLike): string {
  const { noun, unit } = QUOTA_WORDS[key];
  const figure = formatQuantity(quantity, unit);
  return noun === '' ? figure : `${figure} ${noun}`;
}

/** Whether a key of a record is one of the quota's. */
export const isQuotaKey = (key: string): key is QuotaKey => (QUOTA_KEYS as readonly string[]).includes(key);

/** The field of the ask that a quota's figure comes from: the figure itself with own figures, else the size. */
export const quotaField = (desired: DesiredNamespace, key: QuotaKey): string =>
  desired.size === 'custom' ? `quota.${key}` : 'size';

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1] ?? ''}`;
}

/** The remedy that ends most findings. */
export const PLATFORM_CAN = 'The platform team can approve more.';
