import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'neutral' | 'info' | 'ok' | 'warn' | 'bad';

const TONES: Record<Tone, string> = {
  neutral: 'bg-sunken text-soft border-line',
  info: 'bg-tide-wash text-tide-strong border-transparent',
  ok: 'bg-ok-wash text-ok border-transparent',
  warn: 'bg-warn-wash text-warn border-transparent',
  bad: 'bg-bad-wash text-bad border-transparent',
};
const DOTS: Record<Tone, string> = {
  neutral: 'border-faint bg-transparent',
  info: 'border-tide bg-tide',
  ok: 'border-ok bg-ok',
  warn: 'border-warn bg-warn',
  bad: 'border-bad bg-bad',
};

/** A word about a state. The word carries the meaning; the colour only helps. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex items-center rounded-sm border px-1.5 py-px text-2xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

function Dot({ tone, busy }: { tone: Tone; busy: boolean }) {
  return (
    <span
      aria-hidden
      className={cx('keep-colour size-2 shrink-0 rounded-full border', DOTS[tone], busy && 'pulse')}
    />
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
    <span className="inline-flex items-center gap-2 align-bottom whitespace-nowrap">
      <Dot tone={tone} busy={busy} />
      {children}
    </span>
  );
}

/** The state of a whole page, beside its title. */
export function Pill({ tone, busy = false, children }: { tone: Tone; busy?: boolean; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex min-h-6 items-center gap-1.5 rounded-full border px-2.5 text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      <Dot tone={tone} busy={busy} />
      {children}
    </span>
  );
}
