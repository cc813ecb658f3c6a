/** Classes of text inputs. */
export const inputClass =
  'w-full min-h-9 rounded-md border border-control bg-surface px-2.5 py-1.5 text-sm text-ink placeholder:text-faint ' +
  'hover:border-soft aria-invalid:border-bad disabled:bg-sunken disabled:text-faint transition-colors';

/** Classes of selects: the same, with an arrow like that of the pickers with search. */
export const selectClass = `${inputClass} chooser truncate pr-8`;
