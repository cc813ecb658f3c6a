import { Check, CircleDashed, LoaderCircle, X } from 'lucide-react';
import type { ProgressStep } from '../../lib/domain/progress/index.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';

const ICONS = {
  waiting: <CircleDashed aria-hidden className="size-4 text-control" />,
  working: <LoaderCircle aria-hidden className="turn size-4 text-tide" />,
  done: <Check aria-hidden className="size-4 text-ok" />,
  failed: <X aria-hidden className="size-4 text-bad" />,
};
const WORDS = { waiting: 'waiting', working: 'under way', done: 'done', failed: 'failed' };
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
  const done = steps.filter((step) => step.state === 'done').length;
  const failed = steps.find((step) => step.state === 'failed');
  const current =
    steps.find((step) => step.state === 'working') ?? steps.find((step) => step.state === 'waiting');
  return (
    <div>
      <p role="status" className="sr-only">
        {failed
          ? `${failed.title} failed: ${failed.detail}`
          : done === steps.length
            ? 'Ready.'
            : `Step ${String(done + 1)} of ${String(steps.length)}: ${current?.title ?? ''}`}
      </p>
      <ol className="grid gap-0">
        {steps.map((step, at) => (
          <li key={step.title} className="relative flex gap-3 pb-3.5 last:pb-0">
            {at < steps.length - 1 && (
              <span
                aria-hidden
                className={cx(
                  'absolute top-5 bottom-0 left-[7.5px] w-px',
                  step.state === 'done' ? 'bg-ok/50' : 'bg-line',
                )}
              />
            )}
            <span className="mt-0.5 shrink-0">{ICONS[step.state]}</span>
            <div className="min-w-0">
              <p className={cx('font-medium', step.state === 'waiting' && 'text-soft')}>
                {step.title}
                <span className="sr-only">: {WORDS[step.state]}</span>
              </p>
              <p className={cx('text-xs break-words', step.state === 'failed' ? 'text-bad' : 'text-faint')}>
                {step.detail}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {objects.length > 0 && <ObjectList objects={objects} />}
    </div>
  );
}

/** Every object that Berth keeps there, with its state. */
export function ObjectList({ objects }: { objects: ProgressObject[] }) {
  const applied = objects.filter((object) => object.state === 'applied').length;
  return (
    <details className="group mt-4 border-t border-line pt-3" open={applied < objects.length}>
      <summary className="inline-flex min-h-6 items-center gap-1.5 rounded-sm text-xs text-tide">
        <span aria-hidden className="transition-transform group-open:rotate-90">
          ›
        </span>
        Objects{' '}
        <span className="num text-faint">{`${String(applied)} of ${String(objects.length)} applied`}</span>
      </summary>
      <ul aria-label="Objects" className="mt-2 grid gap-1">
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
    </details>
  );
}
