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
      className="h-1.5 w-full overflow-hidden rounded-full bg-line forced-colors:border"
    >
      <div
        className={cx(
          'keep-colour h-full rounded-full',
          ratio >= 1 ? 'bg-bad-fill' : ratio >= 0.8 ? 'bg-warn-fill' : 'bg-tide',
          percent > 0 && 'min-w-1',
        )}
        style={{ width: `${String(percent)}%` }}
      />
    </div>
  );
}

/** One figure against its limit: name, figures with units, and how full it is. */
export function MeterLine({
  label,
  used,
  of,
  ratio,
  note,
}: {
  label: string;
  /** Null while nothing is known. */
  used: string | null;
  of: string;
  ratio: number | null;
  note?: string | undefined;
}) {
  return (
    <div className="min-w-0">
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <span className="text-soft">{label}</span>
        <span className="num text-right">
          {used !== null && <span className="font-medium">{used}</span>}
          <span className="text-faint">
            {used !== null ? ' of ' : ''}
            {of}
          </span>
        </span>
      </div>
      <Meter
        label={label}
        ratio={ratio ?? 0}
        text={used === null ? 'not reported yet' : `${used} of ${of}`}
      />
      {note && <p className="mt-1 text-2xs text-faint">{note}</p>}
    </div>
  );
}
