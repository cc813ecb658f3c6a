import { Bar } from '../../../components/ui/skeleton.tsx';

/** The shape of the catalog while it loads: its box, its list, and what stands beside it. */
export default function Loading() {
  return (
    <div>
      <div className="mb-7">
        <h1 className="text-xl font-semibold tracking-[-0.02em]">Catalog</h1>
        <div className="mt-1.5 flex h-[1.4375rem] items-center">
          <Bar className="h-3.5 w-48" />
        </div>
      </div>
      <p role="status" className="sr-only">
        Loading…
      </p>
      <Bar className="mb-3 h-11 w-full rounded-lg" />
      <div className="mb-6 flex h-9 items-center">
        <Bar className="h-3.5 w-32" />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 lg:grid-cols-[minmax(0,1fr)_17rem]">
        <div>
          <div className="mb-2 flex h-7 items-center justify-between">
            <Bar className="h-4 w-28" />
            <Bar className="h-3 w-48" />
          </div>
          <div className="overflow-hidden rounded-lg border border-line bg-surface">
            <div className="h-[2.1875rem] border-b border-line bg-sunken/60 max-sm:hidden" />
            {Array.from({ length: 12 }, (_, at) => (
              <div
                key={at}
                className="flex h-[2.8125rem] items-center gap-6 border-b border-line px-4 last:border-0"
              >
                <Bar className="h-3.5 w-40" />
                <Bar className="h-3 w-24 max-sm:hidden" />
                <Bar className="h-3 w-32 max-sm:hidden" />
                <Bar className="ml-auto h-3 w-16" />
              </div>
            ))}
          </div>
        </div>
        <div className="grid gap-4 border-l border-line pl-7 max-lg:hidden">
          {Array.from({ length: 10 }, (_, at) => (
            <Bar key={at} className="h-3.5 w-40" />
          ))}
        </div>
      </div>
    </div>
  );
}
