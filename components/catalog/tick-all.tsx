'use client';

/** Ticks all boxes of its form that send `name`, or none. */
export function TickAll({ name, label }: { name: string; label: string }) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      className="size-4 accent-tide"
      onChange={({ currentTarget }) => {
        for (const box of currentTarget.form?.elements ?? []) {
          if (box instanceof HTMLInputElement && box.name === name) box.checked = currentTarget.checked;
        }
      }}
    />
  );
}
