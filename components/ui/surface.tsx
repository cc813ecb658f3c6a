import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** Title of a page with what belongs to it: facts below, actions beside. One per page: it holds the h1. */
export function PageHeader({
  title,
  kicker,
  description,
  actions,
}: {
  title: ReactNode;
  kicker?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        {kicker && <div className="mb-1 text-xs text-soft">{kicker}</div>}
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {description && <div className="mt-1 max-w-prose text-soft">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** A titled part of a page. `flush` lets a table or list reach the edges. */
export function Section({
  title,
  hint,
  actions,
  flush = false,
  id,
  children,
}: {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  id?: string;
  children: ReactNode;
}) {
  const heading = `${id ?? title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-title`;
  return (
    <section id={id} aria-labelledby={heading} className="min-w-0 rounded-lg border border-line bg-surface">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2">
        <h2 id={heading} className="text-sm font-semibold">
          {title}
        </h2>
        {hint && <div className="text-xs text-faint">{hint}</div>}
        {actions}
      </div>
      <div className={cx(!flush && 'p-4')}>{children}</div>
    </section>
  );
}

/** Nothing here yet: says why, and what to do next. */
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
    <div className="flex flex-col items-start gap-1 px-4 py-8 sm:items-center sm:text-center">
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-md text-soft">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** Name and value pairs. Values that are not there are left out by the caller, never shown as a dash. */
export function Facts({ children, columns = false }: { children: ReactNode; columns?: boolean }) {
  return (
    <dl className={cx('grid gap-x-8 gap-y-3', columns && 'sm:grid-cols-2 xl:grid-cols-3')}>{children}</dl>
  );
}
/** One pair of `Facts`. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="mt-0.5 break-words">{children}</dd>
    </div>
  );
}

const NOTICE = {
  info: 'border-tide/30 bg-tide-wash',
  ok: 'border-ok/30 bg-ok-wash',
  warn: 'border-warn/35 bg-warn-wash',
  bad: 'border-bad/35 bg-bad-wash',
};

/** Something to know on this page: what is so, why, and what to do. */
export function Notice({
  tone = 'info',
  title,
  children,
  live = false,
}: {
  tone?: keyof typeof NOTICE;
  title: ReactNode;
  children?: ReactNode;
  live?: boolean;
}) {
  return (
    <div role={live ? 'status' : undefined} className={cx('rounded-md border px-4 py-3', NOTICE[tone])}>
      <p className="font-medium">{title}</p>
      {children && <div className="mt-0.5 text-soft">{children}</div>}
    </div>
  );
}
