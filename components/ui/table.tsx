import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/**
 * From which width of the table itself a column is there: `true` from 576 px, `far` from 800 px, `farther` from 960 px. By its own width
 * and not the window's, since beside a rail a table is narrow on a wide screen, too.
 */
type Wide = boolean | 'far' | 'farther';

function hides(wide: Wide): string | false {
  if (wide === 'far') return '@max-[50rem]:hidden';
  if (wide === 'farther') return '@max-[60rem]:hidden';
  return wide && '@max-xl:hidden';
}

/**
 * A dense table. Where it is narrow it reads as a list: columns marked `wide` leave, and the first cell says what they said
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
    <div className="@container">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-xs text-faint @max-xl:sr-only">
          <tr className="border-b border-line bg-sunken/60">{head}</tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </div>
  );
}

/** Head of a column. */
export function Th({ wide = false, className, ...rest }: ComponentProps<'th'> & { wide?: Wide }) {
  return (
    <th
      scope="col"
      className={cx('px-4 py-2 font-medium whitespace-nowrap', hides(wide), className)}
      {...rest}
    />
  );
}

/** A row; hovered as a whole when its link `covers` it. */
export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cx('relative has-[.covers]:hover:bg-sunken/70', className)} {...rest} />;
}

/** A cell. `state`: it holds a word about the row's state, and stands at the end of the row where the table is a list. */
export function Td({
  wide = false,
  state = false,
  className,
  ...rest
}: ComponentProps<'td'> & { wide?: Wide; state?: boolean }) {
  return (
    <td
      className={cx(
        'px-4 py-3 align-middle',
        wide !== false && 'min-w-28 wrap-anywhere',
        hides(wide),
        state && '@max-xl:w-0 @max-xl:pl-0 @max-xl:text-right @max-xl:align-top',
        className,
      )}
      {...rest}
    />
  );
}

/** What the hidden columns say, under the first cell's main line, where the table is a list. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className="mt-1 text-xs text-soft @xl:hidden">{children}</div>;
}

/**
 * Parts of a line, apart by a middle dot that is not read aloud. A line that is too long breaks between parts, and no dot is left over
 * at its end: the dot of what begins a line lies outside of the box, and is clipped.
 */
export function Dotted({ parts }: { parts: ReactNode[] }) {
  const shown = parts.filter((part) => part !== null && part !== undefined && part !== false && part !== '');
  return (
    <span className="block min-w-0 overflow-hidden">
      <span className="-ml-4 flex flex-wrap gap-y-0.5">
        {shown.map((part, at) => (
          <span key={at} className="dotted relative min-w-0 pl-4">
            {part}
          </span>
        ))}
      </span>
    </span>
  );
}
