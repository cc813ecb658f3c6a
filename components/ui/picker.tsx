'use client';
import { ChevronsUpDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { cx } from './cx.ts';
import { inputClass, selectClass } from './field-class.ts';
import { useOnIntent } from './on-intent.ts';

export type PickerOption = { value: string; label: string; disabled?: boolean };
/** Options under a heading; a group without a label stands by itself. */
export type PickerGroup = { label: string; items: PickerOption[] };

/** Up to here the browser's own select is the better one: it is instant, and a phone shows it in its own way. */
const MOST_FOR_A_SELECT = 20;

/**
 * A choice of one: the browser's own select while it is short, a list with search once it is long. Both send `name` with a form. The
 * label stands beside it, with the id `labelId`; `onChange` makes it controlled.
 */
export function Picker({
  id,
  labelId,
  label,
  name,
  value,
  groups,
  onChange,
  className,
  describedBy,
  invalid = false,
}: {
  id: string;
  /** The id of a visible label; without one, `label` is the name. */
  labelId?: string;
  label: string;
  name: string;
  value: string;
  groups: PickerGroup[];
  onChange: (value: string) => void;
  className?: string;
  describedBy?: string | undefined;
  invalid?: boolean;
}) {
  const aria = { 'aria-describedby': describedBy, 'aria-invalid': invalid || undefined };
  if (groups.reduce((sum, { items }) => sum + items.length, 0) > MOST_FOR_A_SELECT) {
    return <SearchPicker {...{ id, labelId, label, name, value, groups, onChange, className }} aria={aria} />;
  }
  return (
    <select
      id={id}
      name={name}
      value={value}
      aria-label={labelId === undefined ? label : undefined}
      onChange={(event) => onChange(event.target.value)}
      className={cx(selectClass, className)}
      {...aria}
    >
      {groups.map((group) =>
        group.label === '' ? (
          <Options key="" items={group.items} />
        ) : (
          <optgroup key={group.label} label={group.label}>
            <Options items={group.items} />
          </optgroup>
        ),
      )}
    </select>
  );
}

function Options({ items }: { items: PickerOption[] }) {
  return items.map((option) => (
    <option key={option.value} value={option.value} disabled={option.disabled}>
      {option.label}
    </option>
  ));
}

function SearchPicker({
  id,
  labelId,
  label,
  name,
  value,
  groups,
  onChange,
  className,
  aria,
}: {
  id: string;
  labelId: string | undefined;
  label: string;
  name: string;
  value: string;
  groups: PickerGroup[];
  onChange: (value: string) => void;
  className: string | undefined;
  aria: { 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };
}) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const { Component: Popup, want } = useOnIntent(() => import('./popups/picker-popup.tsx'));
  const chosen = groups.flatMap(({ items }) => items).find((option) => option.value === value);
  function show() {
    want();
    setOpen(true);
  }
  return (
    <>
      <input type="hidden" name={name} value={value} />
      <button
        ref={button}
        id={id}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        {...(labelId === undefined
          ? { 'aria-label': `${label}: ${chosen?.label ?? 'nothing chosen'}` }
          : { 'aria-labelledby': `${labelId} ${id}` })}
        {...aria}
        className={cx(inputClass, 'flex items-center justify-between gap-2 text-left', className)}
        onPointerEnter={want}
        onFocus={want}
        onClick={() => (open ? setOpen(false) : show())}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          show();
        }}
      >
        <span className="truncate">{chosen?.label ?? 'Choose…'}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </button>
      {Popup && (
        <Popup
          anchor={button}
          label={label}
          groups={groups}
          value={value}
          open={open}
          onOpenChange={setOpen}
          onPick={onChange}
        />
      )}
    </>
  );
}
