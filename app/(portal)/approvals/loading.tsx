import { Bar } from '../../../components/ui/skeleton.tsx';

export default function Loading() {
  return (
    <div>
      <div className="mb-7">
        <h1 className="text-xl font-semibold tracking-[-0.02em]">Approvals</h1>
        <div className="mt-1.5 flex h-[1.4375rem] items-center">
          <Bar className="h-3.5 w-64 max-w-full" />
        </div>
      </div>
      <p role="status" className="sr-only">
        Loading…
      </p>
      <div className="grid gap-3">
        {[0, 1, 2].map((at) => (
          <div
            key={at}
            className="grid h-44 content-start gap-3 rounded-lg border border-line bg-surface p-5"
          >
            <Bar className="h-3.5 w-40" />
            <Bar className="h-5 w-64 max-w-full" />
            <Bar className="h-3 w-48" />
          </div>
        ))}
      </div>
    </div>
  );
}
