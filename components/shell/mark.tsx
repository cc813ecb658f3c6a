/** The path of the upper hull of the mark, moored at its quay; the lower one is the longer. On a field of 24 by 24. */
const UPPER = 'M8.5 3.2h5.7c3.3 0 5.4 1.7 6.4 3.9-1 2.2-3.1 3.9-6.4 3.9H8.5z';
const LOWER = 'M8.5 12.9h6.9c3.5 0 5.7 1.7 6.8 3.95-1.1 2.25-3.3 3.95-6.8 3.95H8.5z';

/** Berth's mark: a quay and two hulls moored at it, which together read as a B. */
export function Mark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className}>
      <path d="M2.6 2h3.7v20H2.6z" className="fill-current" />
      <path d={UPPER} className="fill-tide" />
      <path d={LOWER} className="fill-buoy" />
    </svg>
  );
}
