import type { ReactNode } from 'react';

/** What happened, why, and what to do: the body of every page that isn't the one that was asked for. */
export function MessagePage({
  code,
  title,
  why,
  children,
}: {
  code?: string;
  title: string;
  why: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-start gap-3 px-5 py-16">
      {code && <p className="num text-xs font-medium text-faint">{code}</p>}
      <h1 className="text-2xl font-semibold">{title}</h1>
      <div className="grid gap-2 text-base text-soft">{why}</div>
      {children && <div className="mt-3 flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}
