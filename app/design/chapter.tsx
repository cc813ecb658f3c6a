import type { ReactNode } from 'react';

/** One chapter of the design page. */
export function Chapter({
  id,
  title,
  intro,
  children,
}: {
  id: string;
  title: string;
  intro: ReactNode;
  children: ReactNode;
}) {
  return (
    <section id={id} aria-labelledby={`${id}-chapter`} className="scroll-mt-24">
      <h2 id={`${id}-chapter`} className="text-xl font-semibold tracking-[-0.02em]">
        {title}
      </h2>
      <div className="mt-1 mb-6 max-w-prose text-base text-soft">{intro}</div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">{children}</div>
    </section>
  );
}

/** A titled sample. */
export function Sample({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0" data-sample>
      <h3 className="mb-2.5 text-sm font-medium text-soft">{title}</h3>
      {children}
    </div>
  );
}

/** Samples side by side. */
export function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}
