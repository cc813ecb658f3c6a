import { QUOTA_WORDS, type QuotaKey } from '../../lib/domain/desired-state/words.ts';
import { formatQuantity } from '../../lib/domain/quantity/index.ts';
import { Fold } from '../ui/fold.tsx';
import { MeterLine } from '../ui/meter.tsx';
import type { QuotaShown } from './namespace-rows.tsx';
import type { QuotaFigures } from './words.ts';

/** A quantity of a quota key for people: "4 CPU", "8 GiB", "50". What can't be read is shown as it is. */
export function quotaText(key: string, quantity: string): string {
  const word = QUOTA_WORDS[key as QuotaKey] as (typeof QUOTA_WORDS)[QuotaKey] | undefined;
  try {
    return formatQuantity(quantity, word?.unit ?? 'count');
  } catch {
    return quantity;
  }
}

/** A quota key for people: "CPU", "Memory limit". */
export function quotaTitle(key: string): string {
  return (QUOTA_WORDS[key as QuotaKey] as (typeof QUOTA_WORDS)[QuotaKey] | undefined)?.title ?? key;
}

/** For a row: the two that fill up first, CPU and memory. */
export function cpuAndMemory(quota: QuotaFigures): QuotaShown[] {
  const lines = quota.lines.filter(({ key }) => key === 'requests.cpu' || key === 'requests.memory');
  return lines.map(({ key, used, hard, ratio }) => ({
    title: quotaTitle(key),
    used: used === null ? null : quotaText(key, used),
    hard: quotaText(key, hard),
    ratio: ratio ?? 0,
  }));
}

const MAIN = ['requests.cpu', 'requests.memory', 'requests.storage', 'pods'];

/** The whole quota, used against hard; what counts most stands first, the rest is folded. */
export function QuotaTable({ quota }: { quota: QuotaFigures }) {
  const main = MAIN.flatMap((key) => quota.lines.filter((line) => line.key === key));
  const rest = quota.lines.filter((line) => !MAIN.includes(line.key));
  return (
    <div>
      <ul className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {main.map((line) => (
          <li key={line.key} className="min-w-0">
            <MeterLine
              label={quotaTitle(line.key)}
              used={line.used === null ? null : quotaText(line.key, line.used)}
              of={quotaText(line.key, line.hard)}
              ratio={line.ratio}
            />
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <div className="mt-4">
          <Fold title="Limits and object counts">
            <dl className="grid gap-x-10 sm:grid-cols-2">
              {rest.map((line) => (
                <div
                  key={line.key}
                  className="flex justify-between gap-3 border-b border-line py-1.5 text-xs"
                >
                  <dt className="text-soft">{quotaTitle(line.key)}</dt>
                  <dd className="num">
                    {line.used !== null && quotaText(line.key, line.used)}
                    <span className="text-faint">
                      {line.used !== null ? ' of ' : ''}
                      {quotaText(line.key, line.hard)}
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
          </Fold>
        </div>
      )}
      {quota.observedAt === null && (
        <p className="mt-4 text-xs text-faint">Granted; the cluster has not reported use yet.</p>
      )}
    </div>
  );
}
