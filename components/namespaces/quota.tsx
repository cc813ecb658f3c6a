import { QUOTA_WORDS, type QuotaKey } from '../../lib/domain/desired-state/words.ts';
import { formatQuantity } from '../../lib/domain/quantity/index.ts';
import { Fold } from '../ui/fold.tsx';
import { Meter, MeterLine } from '../ui/meter.tsx';
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
    <div className="grid w-40">
      {lines.map((line) => (
        <div key={line.key} className="grid grid-cols-[3rem_minmax(0,1fr)] items-center gap-2.5">
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
