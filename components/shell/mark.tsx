/** Berth's mark: a quay and two hulls moored at it, which together read as a B. */
export function Mark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className}>
      <path d="M3 2.5h3.6v19H3z" className="fill-current" />
      <path d="M8.6 3.5h7a3.9 3.9 0 0 1 0 7.8h-7z" className="fill-tide" />
      <path d="M8.6 12.7h8.1a3.9 3.9 0 0 1 0 7.8H8.6z" className="fill-buoy" />
    </svg>
  );
}
