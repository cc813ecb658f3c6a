import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** Title of a page with what belongs to it: its state beside it, facts below, actions at the side. One per page: it holds the h1. */
export function PageHeader({
  title,
  kicker,
  status,
  description,
  actions,
}: {
  title: ReactNode;
  kicker?: ReactNode;
  status?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-7 flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
      <div className="min-w-0 flex-1 basis-80">
        {kicker && <div className="mb-1.5 text-xs text-soft">{kicker}</div>}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <h1 className="min-w-0 text-xl font-semibold tracking-[-0.02em] wrap-anywhere">{title}</h1>
          {status}
        </div>
        {description && (
          <div className="mt-1.5 max-w-prose text-base text-pretty text-soft">{description}</div>
        )}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/**
 * A titled part of a page. The title stands above its box; `flush` lets a table or list reach the box's edges, `bare` leaves the box
 * away for what has one of its own, and `plain` for what stands in the rail of `Columns`.
 */
export function Section({
  title,
  hint,
  actions,
  flush = false,
  bare = false,
  plain = false,
  id,
  children,
}: {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  bare?: boolean;
  plain?: boolean;
  id?: string;
  children: ReactNode;
}) {
  const heading = `${id ?? title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-title`;
  return (
    <section id={id} aria-labelledby={heading} className="min-w-0">
      <div className="mb-2 flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 id={heading} className={cx('font-semibold', plain ? 'text-sm' : 'text-base')}>
          {title}
        </h2>
        {(hint || actions) && (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
            {hint && <div className="text-xs text-faint">{hint}</div>}
            {actions}
          </div>
        )}
      </div>
      {plain || bare ? children : <Panel flush={flush}>{children}</Panel>}
    </section>
  );
}

/** A box. `flush` lets a table or list reach its edges. */
export function Panel({
  flush = false,
  className,
  children,
}: {
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={cx(
        'min-w-0 rounded-lg border border-line bg-surface',
        flush ? 'overflow-hidden' : 'p-4 sm:p-5',
        className,
      )}
    >
      {children}
    </div>
  );
}

/** A page's wide part and its rail: beside it on a wide screen, below it on a narrow one. */
export function Columns({ rail, children }: { rail: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-7">{children}</div>
      <div className="grid min-w-0 gap-6 lg:border-l lg:border-line lg:pl-7">{rail}</div>
    </div>
  );
}

/** Name and value pairs. Values that are not there are left out by the caller, never shown as a dash. */
export function Facts({ children, columns = false }: { children: ReactNode; columns?: boolean }) {
  return (
    <dl
      className={cx(
        'grid',
        columns
          ? 'gap-x-8 gap-y-4 sm:grid-cols-2 xl:grid-cols-3'
          : 'gap-y-2.5 [&>div]:sm:flex [&_dt]:sm:w-24',
      )}
    >
      {children}
    </dl>
  );
}

/** One pair of `Facts`. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 gap-3">
      <dt className="shrink-0 text-xs leading-[1.3125rem] text-faint">{name}</dt>
      <dd className="min-w-0 flex-1 wrap-anywhere">{children}</dd>
    </div>
  );
}

/** A list of things that have a line or two each; rows are `ListRow`. */
export function List({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {children}
    </ul>
  );
}

/** One row of a `List`; hovered as a whole when its link `covers` it. */
export function ListRow({ className, children }: { className?: string; children: ReactNode }) {
  return <li className={cx('relative px-4 py-3 has-[.covers]:hover:bg-sunken/70', className)}>{children}</li>;
}
