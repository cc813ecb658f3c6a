import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/**
 * A dense table. On a phone it reads as a list: columns marked `wide` leave, and the first cell says what they said
 * (give it a `<Stack>`); so the table stays a table for screen readers.
 */
export function Table({
  caption,
  head,
  children,
}: {
  caption: string;
  head: ReactNode;
  children: ReactNode;
}) {
  return (
    <table className="w-full border-collapse text-left">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-xs text-faint max-md:sr-only">
        <tr className="border-b border-line">{head}</tr>
      </thead>
      <tbody className="divide-y divide-line">{children}</tbody>
    </table>
  );
}

/** Head of a column. */
export function Th({ wide = false, className, ...rest }: ComponentProps<'th'> & { wide?: boolean }) {
  return (
    <th
      scope="col"
      className={cx('px-4 py-2 font-medium whitespace-nowrap', wide && 'max-md:hidden', className)}
      {...rest}
    />
  );
}

/** A row; hovered as a whole when its link `covers` it. */
export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cx('relative hover:bg-sunken/70', className)} {...rest} />;
}

/** A cell. */
export function Td({ wide = false, className, ...rest }: ComponentProps<'td'> & { wide?: boolean }) {
  return (
    <td
      className={cx('px-4 py-2.5 align-middle', wide && 'min-w-28 wrap-anywhere max-md:hidden', className)}
      {...rest}
    />
  );
}

/** What the hidden columns say, under the first cell's main line, on phones only. */
export function Stack({ children }: { children: ReactNode }) {
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-soft md:hidden">
      {children}
    </div>
  );
}

/** Parts of one line, apart by a middle dot that is not read aloud. */
export function Dotted({ parts }: { parts: ReactNode[] }) {
  const shown = parts.filter((part) => part !== null && part !== undefined && part !== false && part !== '');
  return shown.map((part, at) => (
    <span key={at} className="min-w-0">
      {part}
      {at < shown.length - 1 && (
        <span aria-hidden className="ml-2 text-control">
          ·
        </span>
      )}
    </span>
  ));
}
