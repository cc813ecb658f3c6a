'use client';
import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { inputClass, selectClass } from '../ui/field-class.ts';

export type AccessRow = { kind: string; name: string; role: string };
type KeyedRow = AccessRow & { key: number };

/**
 * Rows of who gets which role; sent as `access.N.kind|name|role`. `errors` are by the same dotted names.
 */
export function AccessEditor({
  rows: initial,
  roles,
  groups,
  errors,
  onChange,
}: {
  rows: AccessRow[];
  roles: readonly string[];
  /** Names to complete. */
  groups: string[];
  errors?: Record<string, string>;
  onChange?: (rows: AccessRow[]) => void;
}) {
  const next = useRef(initial.length);
  const [rows, setRows] = useState<KeyedRow[]>(() => initial.map((row, key) => ({ ...row, key })));
  const list = useRef<HTMLUListElement>(null);
  function update(changed: KeyedRow[]) {
    setRows(changed);
    onChange?.(changed.map(({ kind, name, role }) => ({ kind, name, role })));
  }
  function set(key: number, part: Partial<AccessRow>) {
    update(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  }
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Access</legend>
      <datalist id="access-groups">
        {groups.map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
      <ul ref={list} className="grid gap-2">
        {rows.map((row, at) => {
          const error = errors?.[`access.${String(at)}.name`] ?? errors?.[`access.${String(at)}.role`];
          const nth = String(at + 1);
          return (
            <li key={row.key}>
              <div className="grid grid-cols-[6rem_minmax(0,1fr)] gap-2 sm:grid-cols-[6rem_minmax(0,1fr)_8rem_auto]">
                <select
                  name={`access.${String(at)}.kind`}
                  aria-label={`Kind of entry ${nth}`}
                  value={row.kind}
                  onChange={(event) => set(row.key, { kind: event.target.value })}
                  className={selectClass}
                >
                  <option value="group">Group</option>
                  <option value="user">Person</option>
                </select>
                <input
                  name={`access.${String(at)}.name`}
                  aria-label={`Group or e-mail of entry ${nth}`}
                  value={row.name}
                  list={row.kind === 'group' ? 'access-groups' : undefined}
                  placeholder={row.kind === 'group' ? 'Group' : 'name@example.com'}
                  autoComplete="off"
                  spellCheck={false}
                  aria-invalid={error ? true : undefined}
                  aria-describedby={error ? `access-${nth}-error` : undefined}
                  onChange={(event) => set(row.key, { name: event.target.value })}
                  className={inputClass}
                />
                <select
                  name={`access.${String(at)}.role`}
                  aria-label={`Role of entry ${nth}`}
                  value={row.role}
                  onChange={(event) => set(row.key, { role: event.target.value })}
                  className={selectClass}
                >
                  {roles.map((role) => (
                    <option key={role} value={role}>
                      {role}
                    </option>
                  ))}
                </select>
                <Button
                  tone="quiet"
                  aria-label={`Remove entry ${nth}`}
                  onClick={() => {
                    update(rows.filter(({ key }) => key !== row.key));
                    list.current?.parentElement?.querySelector<HTMLElement>('[data-add]')?.focus();
                  }}
                >
                  Remove
                </Button>
              </div>
              {error && (
                <p id={`access-${nth}-error`} className="mt-1 text-xs text-bad">
                  {error}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {errors?.['access'] && <p className="mt-1 text-xs text-bad">{errors['access']}</p>}
      <Button
        size="sm"
        data-add=""
        className="mt-2"
        onClick={() => {
          const key = next.current;
          next.current += 1;
          update([...rows, { kind: 'group', name: '', role: 'developer', key }]);
          requestAnimationFrame(() =>
            list.current?.querySelector<HTMLElement>('li:last-child input')?.focus(),
          );
        }}
      >
        Add a group or person
      </Button>
    </fieldset>
  );
}
