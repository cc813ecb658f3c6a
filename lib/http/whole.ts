/** A list as a whole, streamed: for spreadsheets, or a line of JSON for each row. */
import { csvResponse, type Column } from './csv.ts';
import { streamResponse } from './stream.ts';

type Next<Row> = (cursor: string | undefined) => Promise<{ rows: Row[]; nextCursor: string | null }>;

/** Every row of a list, page after page, never more than one of them in memory. */
export async function wholeAnswer<Row>(
  name: string,
  format: 'csv' | 'ndjson',
  columns: Column<Row>[],
  next: Next<Row>,
): Promise<Response> {
  if (format === 'csv') return csvResponse(name, columns, next);
  const response = await streamResponse(lines(next), 'application/x-ndjson; charset=utf-8');
  response.headers.set('content-disposition', `attachment; filename="${name}.ndjson"`);
  return response;
}

async function* lines<Row>(next: Next<Row>): AsyncGenerator<string, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await next(cursor);
    yield page.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
