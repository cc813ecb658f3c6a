'use client';
import type { ReactNode } from 'react';
import { quotaText } from '../namespaces/quota.tsx';
import { cx } from '../ui/cx.ts';
import { OWN_FIGURES } from './figures.ts';
import { Text } from './fields.tsx';
import type { AskFormOptions } from './values.ts';

const FIGURES = [
  ['requests.cpu', ''],
  ['requests.memory', ''],
  ['requests.storage', ' disk'],
  ['pods', ' pods'],
] as const;

/** How big: the usual sizes with their figures side by side, or figures of one's own. */
export function SizeChoice({
  sizes,
  size,
  quota,
  errors,
  onSize,
  onQuota,
}: {
  sizes: AskFormOptions['sizes'];
  size: string;
  quota: Record<string, string>;
  errors: Record<string, string>;
  onSize: (size: string) => void;
  onQuota: (quota: Record<string, string>) => void;
}) {
  const error = errors['size'] ?? errors['quota'];
  return (
    <fieldset aria-describedby={error ? 'ask-size-error' : undefined}>
      <legend className="mb-1 text-sm font-medium">Size</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {sizes.map((option) => (
          <Card key={option.size} value={option.size} chosen={size} title={option.title} onChoose={onSize}>
            {FIGURES.map(([key, noun]) => (
              <span key={key} className="block">
                {quotaText(key, option.quota[key] ?? '0')}
                {noun}
              </span>
            ))}
          </Card>
        ))}
        <Card value="custom" chosen={size} title="Own figures" onChoose={onSize}>
          <span className="block">What you need, figure by figure</span>
        </Card>
      </div>
      {error && (
        <p id="ask-size-error" className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
      {size === 'custom' && (
        <div className="mt-3 grid gap-4 rounded-md border border-line p-4 sm:grid-cols-2">
          {OWN_FIGURES.map(({ key, label, hint }) => (
            <Text
              key={key}
              name={`quota.${key}`}
              label={label}
              hint={hint}
              value={quota[key] ?? ''}
              error={errors[`quota.${key}`]}
              onChange={(text) => onQuota({ ...quota, [key]: text })}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

function Card({
  value,
  chosen,
  title,
  onChoose,
  children,
}: {
  value: string;
  chosen: string;
  title: string;
  onChoose: (value: string) => void;
  children: ReactNode;
}) {
  const here = value === chosen;
  return (
    <label
      className={cx(
        'relative block cursor-pointer rounded-md border px-3 py-2.5 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-tide',
        here ? 'border-tide bg-tide-wash ring-1 ring-tide' : 'border-control bg-surface hover:border-soft',
      )}
    >
      <input
        type="radio"
        name="size"
        value={value}
        checked={here}
        onChange={() => onChoose(value)}
        className="sr-only"
      />
      <span className="block font-medium">{title}</span>
      <span className="num mt-1 block text-xs text-soft">{children}</span>
    </label>
  );
}
