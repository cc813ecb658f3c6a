import { cx } from './cx.ts';

/** How full something is. `ratio` 1 = full; over 0.8 it warns, at 1 it is full. The figures stand beside it as text. */
export function Meter({ label, ratio, text }: { label: string; ratio: number; text: string }) {
  const percent = Math.round(Math.max(0, Math.min(1, ratio)) * 100);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className="h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <div
        className={cx(
          'h-full rounded-full',
          ratio >= 1 ? 'bg-bad-fill' : ratio >= 0.8 ? 'bg-warn-fill' : 'bg-tide',
          percent > 0 && 'min-w-1',
        )}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
