'use client';
import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';
import { inputClass } from '../ui/field-class.ts';
import { described, FieldFrame } from '../ui/form.tsx';
import { Picker, type PickerGroup } from '../ui/picker.tsx';

/** A choice of one in the ask form; a search helps where there are many. */
export function Choice({
  name,
  label,
  value,
  error,
  groups,
  hint,
  className,
  onChange,
}: {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  groups: PickerGroup[];
  hint?: ReactNode;
  className?: string;
  onChange: (value: string) => void;
}) {
  const id = `ask-${name}`;
  const aria = described(id, hint, error);
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} className={className}>
      <Picker
        id={id}
        labelId={`${id}-label`}
        label={label}
        name={name}
        value={value}
        groups={groups}
        onChange={onChange}
        describedBy={aria['aria-describedby']}
        invalid={error !== undefined}
      />
    </FieldFrame>
  );
}

/** A line of text in the ask form. */
export function Text({
  name,
  label,
  value,
  error,
  hint,
  optional = false,
  type = 'text',
  mono = false,
  min,
  className,
  onChange,
}: {
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  hint?: ReactNode;
  optional?: boolean;
  type?: 'text' | 'date';
  mono?: boolean;
  min?: string;
  className?: string;
  onChange: (value: string) => void;
}) {
  const id = `ask-${name}`;
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} optional={optional} className={className}>
      <input
        id={id}
        name={name}
        type={type}
        value={value}
        min={min}
        autoComplete="off"
        autoCapitalize={mono ? 'none' : undefined}
        spellCheck={name === 'purpose' || name === 'reason'}
        onChange={(event) => onChange(event.target.value)}
        className={cx(inputClass, mono && 'font-mono')}
        {...described(id, hint, error)}
      />
    </FieldFrame>
  );
}
