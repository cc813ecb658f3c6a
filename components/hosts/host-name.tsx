import { Fragment, type ReactNode } from 'react';
import { cx } from '../ui/cx.ts';

/** A host name, with its path where it has one. Where there is no room for it, it breaks between its parts rather than within one. */
export function HostName({ name, className }: { name: string; className?: string }) {
  return <span className={cx('font-mono text-xs wrap-anywhere', className)}>{atDots(name)}</span>;
}

/** The parts of a host name with a place to break between them, for a text of another look. */
export function atDots(name: string): ReactNode {
  return name.split(/(?<=\.)|(?=\/)/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
