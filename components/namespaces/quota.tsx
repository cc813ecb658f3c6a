import { QUOTA_WORDS, type QuotaKey } from '../../lib/domain/desired-state/words.ts';
import { formatQuantity } from '../../lib/domain/quantity/index.ts';
import { Ago } from '../ui/ago.tsx';
import { Meter } from '../ui/meter.tsx';
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

/** Used against hard in a table's cell: the two that fill up first, CPU and memory. */
export function QuotaCell({ quota, name }: { quota: QuotaFigures; name: string }) {
  const lines = quota.lines.filter(({ key }) => key === 'requests.cpu' || key === 'requests.memory');
  return (
    <div className="grid w-44 gap-1">
      {lines.map((line) => (
        <div key={line.key} className="grid grid-cols-[3.2rem_minmax(0,1fr)] items-center gap-2">
          <Meter
            label={`${quotaTitle(line.key)} of ${name}`}
            ratio={line.ratio ?? 0}
            text={
              line.used === null
                ? 'not reported yet'
                : `${quotaText(line.key, line.used)} of ${quotaText(line.key, line.hard)}`
            }
          />
          <span className="num truncate text-2xs text-soft">
            {line.used === null ? '–' : quotaText(line.key, line.used).replace(/ CPU$/, '')}
            {' / '}
            {quotaText(line.key, line.hard)}
          </span>
        </div>
      ))}
    </div>
  );
}

const MAIN = ['requests.cpu', 'requests.memory', 'requests.storage', 'pods'];

/** The whole quota, used against hard; what counts most stands first, the rest is folded. */
export function QuotaTable({ quota }: { quota: QuotaFigures }) {
  const main = MAIN.flatMap((key) => quota.lines.filter((line) => line.key === key));
  const rest = quota.lines.filter((line) => !MAIN.includes(line.key));
  return (
    <div>
      <ul className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {main.map((line) => (
          <li key={line.key} className="min-w-0">
            <div className="mb-1.5 flex items-baseline justify-between gap-3">
              <span className="text-soft">{quotaTitle(line.key)}</span>
              <span className="num">
                {line.used !== null && <span className="font-medium">{quotaText(line.key, line.used)}</span>}
                <span className="text-faint">
                  {line.used !== null ? ' of ' : ''}
                  {quotaText(line.key, line.hard)}
                </span>
              </span>
            </div>
            <Meter
              label={quotaTitle(line.key)}
              ratio={line.ratio ?? 0}
              text={
                line.used === null
                  ? 'not reported yet'
                  : `${quotaText(line.key, line.used)} of ${quotaText(line.key, line.hard)}`
              }
            />
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <details className="group mt-4">
          <summary className="inline-flex min-h-6 items-center gap-1 rounded-sm text-xs text-tide">
            <span aria-hidden className="transition-transform group-open:rotate-90">
              ›
            </span>
            Limits and object counts
          </summary>
          <dl className="mt-2 grid gap-x-8 sm:grid-cols-2">
            {rest.map((line) => (
              <div key={line.key} className="flex justify-between gap-3 border-b border-line py-1.5 text-xs">
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
        </details>
      )}
      <p className="mt-3 text-xs text-faint">
        {quota.observedAt ? (
          <>
            As the cluster counted <Ago at={quota.observedAt} />.
          </>
        ) : (
          'Granted; the cluster has not reported use yet.'
        )}
      </p>
    </div>
  );
}
