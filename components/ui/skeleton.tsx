import { cx } from './cx.ts';

/** A grey bar where text will be. */
export function Bar({ className }: { className?: string }) {
  return <div aria-hidden className={cx('pulse rounded-sm bg-line', className ?? 'h-4 w-32')} />;
}

/** The shape of a page with a list, while it loads: same heights as the real one, so that nothing jumps. */
export function ListSkeleton({
  title,
  rows = 8,
  filters = true,
}: {
  title: string;
  rows?: number;
  filters?: boolean;
}) {
  return (
    <div>
      <div className="mb-7">
        <h1 className="text-xl font-semibold tracking-[-0.02em]">{title}</h1>
        <div className="mt-1.5 flex h-[1.4375rem] items-center">
          <Bar className="h-3.5 w-48" />
        </div>
      </div>
      <p role="status" className="sr-only">
        Loading…
      </p>
      {filters && (
        <div className="mb-4 flex h-9 items-center gap-2">
          <Bar className="h-9 w-full rounded-md sm:w-80" />
          <Bar className="hidden h-9 w-32 rounded-md sm:block" />
        </div>
      )}
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <div className="hidden h-[2.1875rem] border-b border-line bg-sunken/60 sm:block" />
        {Array.from({ length: rows }, (_, at) => (
          <div
            key={at}
            className="flex h-[2.8125rem] items-center gap-6 border-b border-line px-4 last:border-0"
          >
            <Bar className="h-3.5 w-40" />
            <Bar className="hidden h-3 w-24 sm:block" />
            <Bar className="hidden h-3 w-32 sm:block" />
            <Bar className="ml-auto h-3 w-16" />
          </div>
        ))}
      </div>
    </div>
  );
}
