import { promiseLines } from '../../lib/domain/catalog/promise-words.ts';
import type { ServicePromise } from '../../lib/domain/catalog/promise.ts';

/** What is promised for a service, a line each; nothing that isn't said. */
export function PromiseLines({ sla, tier }: { sla: ServicePromise; tier: number | null }) {
  const lines = promiseLines(sla);
  if (lines.length === 0 && tier === null)
    return <span className="text-soft">Nothing is promised for this service.</span>;
  return (
    <>
      {lines.length === 0 && <span className="text-soft">Nothing is promised in figures.</span>}
      <ul className="grid gap-1">
        {lines.map(({ title, parts }) => (
          <li key={title}>
            <span className="text-soft">{title}</span>{' '}
            {parts.length === 1 ? (
              <span className="num">{parts[0]}</span>
            ) : (
              <ul className="num">
                {parts.map((part) => (
                  <li key={part}>{part}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {tier !== null && <p className="text-xs text-soft">Tier {tier} of 4</p>}
    </>
  );
}
