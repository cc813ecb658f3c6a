import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'neutral' | 'info' | 'ok' | 'warn' | 'bad';

const TONES: Record<Tone, string> = {
  neutral: 'bg-sunken text-soft',
  info: 'bg-tide-wash text-tide-strong',
  ok: 'bg-ok-wash text-ok',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
};
const DOTS: Record<Tone, string> = {
  neutral: 'bg-faint',
  info: 'bg-tide',
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
};

/** A word about a state. The word carries the meaning; the colour only helps. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex items-center rounded-sm px-1.5 py-px text-2xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

/** A state in running text or a table: a dot and its word. `busy` pulses while something is under way. */
export function Status({
  tone,
  busy = false,
  children,
}: {
  tone: Tone;
  busy?: boolean;
  children: ReactNode;
}) {
  return (
    <span className="inline-flex items-center gap-1.5 align-bottom whitespace-nowrap">
      <span aria-hidden className={cx('size-2 shrink-0 rounded-full', DOTS[tone], busy && 'pulse')} />
      {children}
    </span>
  );
}
