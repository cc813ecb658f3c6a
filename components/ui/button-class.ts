import { cx } from './cx.ts';

export type ButtonTone = 'primary' | 'plain' | 'danger' | 'quiet';
/** `icon` and `icon-sm` are square, for a button that is only an icon (and has an aria-label). */
export type ButtonSize = 'md' | 'sm' | 'icon' | 'icon-sm';

const SIZES: Record<ButtonSize, string> = {
  md: 'min-h-9 px-3.5 text-sm',
  sm: 'min-h-7 px-2.5 text-xs',
  icon: 'size-9',
  'icon-sm': 'size-7',
};

/** Classes of a button, for the rare element that only looks like one. */
export function buttonClass(tone: ButtonTone = 'plain', size: ButtonSize = 'md'): string {
  return cx(
    // The border is there in every tone: where the reader's system sets all colours, it is what is left of the button.
    'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors select-none',
    'disabled:opacity-55 aria-disabled:opacity-55 disabled:cursor-not-allowed',
    SIZES[size],
    tone === 'primary' && 'border-transparent bg-tide text-on-tide shadow-lift hover:bg-tide-strong',
    tone === 'plain' && 'border-control/60 bg-surface text-ink hover:border-control hover:bg-sunken',
    tone === 'danger' && 'border-bad/50 bg-surface text-bad hover:border-bad hover:bg-bad-wash',
    tone === 'quiet' && 'border-transparent text-soft hover:bg-sunken hover:text-ink',
  );
}
