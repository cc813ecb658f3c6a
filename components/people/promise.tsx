import type { ReactNode } from 'react';
import { promiseLines, type PromiseLine } from '../../lib/domain/catalog/promise-words.ts';
import type { ServicePromise } from '../../lib/domain/catalog/promise.ts';
import { Fact, Facts, Section } from '../ui/surface.tsx';
import { AnswersNow } from './answers-now.tsx';

/** What is promised for a service, as a part of a page: nothing that isn't said, and whether somebody answers at this moment. */
export function PromiseSection({
  sla,
  tier,
  remedy = null,
}: {
  sla: ServicePromise;
  tier: number | null;
  /** For who can mend it: where a promise is written down. */
  remedy?: ReactNode;
}) {
  const lines = promiseLines(sla);
  return (
    <Section title="What is promised" hint={tier !== null && `Tier ${String(tier)} of 4`}>
      {lines.length === 0 ? (
        <p className="text-soft">Nothing is promised for this service. {remedy}</p>
      ) : (
        <Facts columns>
          {lines.map((line) => (
            <Fact key={line.title} name={line.title}>
              <Figures {...line} />
              {line.title === 'Support' && sla.support && <AnswersNow support={sla.support} />}
            </Fact>
          ))}
        </Facts>
      )}
    </Section>
  );
}

function Figures({ parts }: PromiseLine) {
  return (
    <ul className="num">
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  );
}
