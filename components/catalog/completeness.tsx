import type { Missing } from '../../lib/domain/catalog/truth/completeness.ts';
import { Fold } from '../ui/fold.tsx';
import { count } from '../ui/format.ts';

/** How much a service says of itself, and what to do about the rest. */
export function Completeness({
  score,
  missing,
  open = false,
}: {
  score: number;
  missing: readonly Missing[];
  open?: boolean;
}) {
  return (
    <div className="grid gap-1">
      <Score score={score} />
      {missing.length > 0 && (
        <Fold title={count(missing.length, 'thing is missing', 'things are missing')} open={open}>
          <MissingList missing={missing} />
        </Fold>
      )}
    </div>
  );
}

/** The figure with its bar: full is good here. */
function Score({ score }: { score: number }) {
  return (
    <span className="flex min-h-6 items-center gap-2.5">
      <span className="num w-11 shrink-0 font-medium whitespace-nowrap">{score} %</span>
      <span
        role="meter"
        aria-label="Complete"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={score}
        className="h-1.5 w-full max-w-32 overflow-hidden rounded-full bg-line forced-colors:border"
      >
        <span
          className={`keep-colour block h-full rounded-full ${score < 50 ? 'bg-warn-fill' : 'bg-tide'}`}
          style={{ width: `${String(score)}%` }}
        />
      </span>
    </span>
  );
}

/** What is missing, each with its remedy. */
function MissingList({ missing }: { missing: readonly Missing[] }) {
  return (
    <ul className="grid gap-1.5 text-xs">
      {missing.map(({ key, words, remedy }) => (
        <li key={key}>
          {words} <span className="text-soft">{remedy}</span>
        </li>
      ))}
    </ul>
  );
}
