import type { ProgressStep } from '../../lib/domain/progress/index.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Fold } from '../ui/fold.tsx';
import { Steps } from '../ui/steps.tsx';

const OBJECT_TONES: Record<string, Tone> = {
  applied: 'ok',
  pending: 'info',
  failed: 'bad',
  pruning: 'warn',
};

export type ProgressObject = {
  kind: string;
  name: string;
  stage: string;
  state: string;
  message?: string | null;
};

/** The way to Ready, step by step, and what became of each object. Says changes aloud, politely. */
export function Progress({ steps, objects }: { steps: ProgressStep[]; objects: ProgressObject[] }) {
  return (
    <div>
      <Steps steps={steps} done="Ready." />
      {objects.length > 0 && <ObjectList objects={objects} />}
    </div>
  );
}

/** Every object that Berth keeps there, with its state. */
export function ObjectList({ objects }: { objects: ProgressObject[] }) {
  const applied = objects.filter((object) => object.state === 'applied').length;
  return (
    <div className="mt-4 border-t border-line pt-3">
      <Fold
        title="Objects"
        hint={`${String(applied)} of ${String(objects.length)} applied`}
        open={applied < objects.length}
      >
        <ul aria-label="Objects" className="grid gap-1">
          {objects.map((object) => (
            <li
              key={`${object.kind}/${object.name}`}
              className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-0.5 text-xs"
            >
              <span className="min-w-0 wrap-anywhere">
                <span className="text-faint">{object.kind}</span> {object.name}
              </span>
              <Badge tone={OBJECT_TONES[object.state] ?? 'neutral'}>{object.state}</Badge>
              {object.message && <span className="basis-full text-soft">{object.message}</span>}
            </li>
          ))}
        </ul>
      </Fold>
    </div>
  );
}
