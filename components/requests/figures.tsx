import type { DesiredNamespace } from '../../lib/domain/desired-state/schema.ts';
import { quotaText } from '../namespaces/quota.tsx';

/** The four figures that somebody decides by, with their names. */
const FIGURES = [
  ['requests.cpu', 'CPU'],
  ['requests.memory', 'Memory'],
  ['requests.storage', 'Storage'],
  ['pods', 'Pods'],
] as const;

/** What is asked for in figures, one below the other; where a change makes a figure another, what it was stands before it. */
export function AskedFigures({
  desired,
  before = null,
}: {
  desired: DesiredNamespace;
  before?: DesiredNamespace | null;
}) {
  return (
    <dl className="num grid grid-cols-4 gap-x-4 gap-y-1 max-sm:gap-x-2">
      {FIGURES.map(([key, title]) => {
        const was = before?.spec.quota[key];
        const is = desired.spec.quota[key];
        const text = quotaText(key, is).replace(/ CPU$/, '');
        const changed = was !== undefined && was !== is;
        return (
          <div key={key}>
            <dt className="text-2xs text-faint">{title}</dt>
            <dd className={changed ? 'font-medium text-tide-strong' : before ? 'text-faint' : 'font-medium'}>
              {changed && (
                <span className="font-normal text-faint">{quotaText(key, was).replace(/ CPU$/, '')} → </span>
              )}
              {text}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
