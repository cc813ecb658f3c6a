import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export type ButtonTone = 'primary' | 'plain' | 'danger' | 'quiet';

/** Classes of a button, for the rare element that only looks like one. */
export function buttonClass(tone: ButtonTone = 'plain', size: 'md' | 'sm' = 'md'): string {
  return cx(
    'inline-flex items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none',
    'disabled:opacity-55 aria-disabled:opacity-55 disabled:cursor-not-allowed',
    size === 'md' ? 'min-h-9 px-3.5 text-sm' : 'min-h-7 px-2.5 text-xs',
    tone === 'primary' && 'bg-tide text-on-tide hover:bg-tide-strong',
    tone === 'plain' && 'border border-control/60 bg-surface text-ink hover:border-control hover:bg-sunken',
    tone === 'danger' && 'border border-bad/50 bg-surface text-bad hover:bg-bad-wash',
    tone === 'quiet' && 'text-soft hover:bg-sunken hover:text-ink',
  );
}

type Look = { tone?: ButtonTone; size?: 'md' | 'sm' };

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
