/** Text fields as forms send them. */

/** A text field as typed, trimmed; '' when it was not sent. */
export function text(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** A text field, or undefined when it was left empty. */
export function optional(data: FormData, name: string): string | undefined {
  const value = text(data, name);
  return value === '' ? undefined : value;
}

/** A text field, or null when it was left empty: to clear what was there. */
export function nullable(data: FormData, name: string): string | null {
  return optional(data, name) ?? null;
}
