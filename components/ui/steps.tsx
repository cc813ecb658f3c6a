import { Check, CircleDashed, LoaderCircle, X } from 'lucide-react';
import { cx } from './cx.ts';

export type Step = { title: string; state: 'waiting' | 'working' | 'done' | 'failed'; detail: string };

const ICONS = {
  waiting: <CircleDashed aria-hidden className="size-4 text-control" />,
  working: <LoaderCircle aria-hidden className="turn size-4 text-tide" />,
  done: <Check aria-hidden className="size-4 text-ok" />,
  failed: <X aria-hidden className="size-4 text-bad" />,
};
const WORDS = { waiting: 'waiting', working: 'under way', done: 'done', failed: 'failed' };

/** Steps on the way to something, in order, with what became of each. Each change is said aloud, politely. */
export function Steps({ steps, done }: { steps: Step[]; done: string }) {
  const finished = steps.filter((step) => step.state === 'done').length;
  const failed = steps.find((step) => step.state === 'failed');
  const current =
    steps.find((step) => step.state === 'working') ?? steps.find((step) => step.state === 'waiting');
  return (
    <div>
      <p role="status" className="sr-only">
        {failed
          ? `${failed.title} failed: ${failed.detail}`
          : finished === steps.length
            ? done
            : `Step ${String(finished + 1)} of ${String(steps.length)}: ${current?.title ?? ''}`}
      </p>
      <ol className="grid gap-0">
        {steps.map((step, at) => (
          <li key={step.title} className="relative flex gap-3 pb-4 last:pb-0">
            {at < steps.length - 1 && (
              <span
                aria-hidden
                className={cx(
                  'absolute top-6 bottom-0.5 left-[7.5px] w-px',
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
              <p className={cx('text-xs wrap-anywhere', step.state === 'failed' ? 'text-bad' : 'text-faint')}>
                {step.detail}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
