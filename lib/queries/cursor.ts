/** Opaque cursors: where a page ended, as the values of its order. They carry no right and no filter. */
import { invalid } from '../domain/errors.ts';

/** A cursor of a list; `kind` keeps one list's cursor from being used in another. */
export function encodeCursor(kind: string, values: readonly string[]): string {
  return Buffer.from(JSON.stringify([kind, ...values])).toString('base64url');
}

/** The values of a cursor; null for none. Throws `invalid` for anything that `encodeCursor` would not have made. */
export function decodeCursor(kind: string, cursor: string | undefined, count: number): string[] | null {
  if (cursor === undefined || cursor === '') return null;
  const values = read(cursor);
  const [head, ...rest] = values ?? [];
  if (head !== kind || rest.length !== count || encodeCursor(kind, rest) !== cursor) {
    throw invalid([
      { field: 'cursor', message: 'This cursor is not one of this list. Begin again without it.' },
    ]);
  }
  return rest;
}

function read(cursor: string): string[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : null;
  } catch {
    return null;
  }
}

/** A whole number in a cursor, as bigint. */
export function cursorNumber(text: string): bigint {
  if (!/^\d{1,18}$/.test(text))
    throw invalid([{ field: 'cursor', message: 'This cursor is not one of this list.' }]);
  return BigInt(text);
}

/** A uuid in a cursor. */
export function cursorId(text: string): string {
  if (!/^[0-9a-f-]{36}$/.test(text))
    throw invalid([{ field: 'cursor', message: 'This cursor is not one of this list.' }]);
  return text;
}

/** How many rows of a page: 50 unless told, 200 at most. */
export function pageSize(limit: number | undefined, usual = 50): number {
  return Math.min(Math.max(Math.trunc(limit ?? usual), 1), 200);
}
