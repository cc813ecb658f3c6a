import { cx } from './cx.ts';

/** A grey bar where text will be. */
function Bar({ className }: { className?: string }) {
  return <div aria-hidden className={cx('pulse rounded-sm bg-line', className ?? 'h-4 w-32')} />;
}

/** The shape of a page with a list, while it loads: same heights as the real one, so that nothing jumps. */
export function ListSkeleton({ title, rows = 8 }: { title: string; rows?: number }) {
  return (
    <div>
      <div className="mb-6 flex min-h-9 items-center">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      </div>
      <p role="status" className="sr-only">
        Loading…
      </p>
      <div className="rounded-lg border border-line bg-surface">
        {Array.from({ length: rows }, (_, at) => (
          <div key={at} className="flex h-12 items-center gap-6 border-b border-line px-4 last:border-0">
            <Bar className="h-3.5 w-40" />
            <Bar className="hidden h-3 w-24 md:block" />
            <Bar className="hidden h-3 w-32 md:block" />
            <Bar className="ml-auto h-3 w-16" />
          </div>
        ))}
      </div>
    </div>
  );
}
