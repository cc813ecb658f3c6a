/** Lists as CSV (RFC 4180), streamed page by page, with nothing in them that a spreadsheet would run. */
import { API_HEADERS } from './problem.ts';

export type Column<Row> = { title: string; value: (row: Row) => string | number | null };

/**
 * One cell. What a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break; OWASP "CSV
 * Injection") gets an apostrophe in front; numbers stay numbers.
 */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line, with its end. */
export function line(values: (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/**
 * Streams every row of a list: `next` gives a page after a cursor. The first page is read before the answer begins, so
 * that a refusal or a bad filter is an answer of its own; a later failure cuts the stream off, visibly.
 */
export async function csvResponse<Row>(
  name: string,
  columns: Column<Row>[],
  next: (cursor: string | undefined) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): Promise<Response> {
  const encoder = new TextEncoder();
  const titles = line(columns.map((column) => column.title));
  const first = await next(undefined);
  let page: typeof first | null = null;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // The byte order mark tells Excel that this is UTF-8.
      const head = page === null ? `\ufeff${titles}` : '';
      page = page === null ? first : await next(page.nextCursor ?? undefined);
      const rows = page.rows.map((row) => line(columns.map((column) => column.value(row)))).join('');
      controller.enqueue(encoder.encode(head + rows));
      if (page.nextCursor === null) controller.close();
    },
  });
  return new Response(stream, {
    headers: {
      ...API_HEADERS,
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  });
}

/** A list's answer in the format of its query: one page as JSON, or everything as CSV. */
export function listAnswer<Row, Filter extends object>(
  name: string,
  columns: Column<Row>[],
  query: Filter & { format?: 'json' | 'csv' | undefined },
  list: (filter: Filter) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): Promise<unknown> {
  const { format, ...filter } = query;
  if (format !== 'csv') return list(filter as unknown as Filter);
  return csvResponse(name, columns, (cursor) =>
    list({ ...(filter as unknown as Filter), cursor, limit: 200 }),
  );
}
