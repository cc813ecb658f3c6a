import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { buttonClass, type ButtonSize, type ButtonTone } from './button-class.ts';
import { cx } from './cx.ts';

type Look = { tone?: ButtonTone; size?: ButtonSize };

/** A button. It submits only when `type="submit"` says so. */
export function Button({ tone, size, className, type = 'button', ...rest }: ComponentProps<'button'> & Look) {
  return <button type={type} className={cx(buttonClass(tone, size), className)} {...rest} />;
}

/** A link that leads somewhere and looks like a button: it opens in a new tab as links do. */
export function ButtonLink({
  href,
  tone,
  size,
  className,
  children,
}: Look & { href: string; className?: string; children: ReactNode }) {
  return (
    <Link href={href} className={cx(buttonClass(tone, size), className)}>
      {children}
    </Link>
  );
}
