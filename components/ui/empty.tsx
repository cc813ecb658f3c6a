import type { ReactNode } from 'react';

/** A berth that is free: the outline of a hull at its quay. Only for the eye. */
function FreeBerth() {
  return (
    <svg viewBox="0 0 96 40" aria-hidden className="mb-3 h-10 w-24 text-control">
      <path d="M3 2v36" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <path
        d="M13 10h48c14 0 24 5 30 10-6 5-16 10-30 10H13a3 3 0 0 1-3-3V13a3 3 0 0 1 3-3z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="3 4"
      />
    </svg>
  );
}

/** Nothing here yet, or nothing that fits: says why, and what to do next. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-5 py-10 text-center">
      <FreeBerth />
      <p className="text-base font-medium">{title}</p>
      {children && <div className="mt-1 max-w-md text-balance text-soft">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
