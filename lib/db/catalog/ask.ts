/** How search asks Postgres. */
import { Prisma, db, poolOf, queryPrepared } from '../client.ts';

/**
 * Runs a statement past Prisma, which would cost more than most of these do. Unnamed on purpose: Postgres then plans it with the
 * values at hand, and a rare word gets another plan than a common one.
 * @throws pg's DatabaseError, or a network error.
 */
export async function ask<Row>(sql: Prisma.Sql): Promise<Row[]> {
  const { rows } = await poolOf(db).query<Row & object>(withEachListOnce(sql));
  return rows;
}

/** A statement's text and values; a list that stands in several places is sent once. What a word stands for may be thousands of ids. */
function withEachListOnce(sql: Prisma.Sql): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const numbers = new Map<unknown, number>();
  const text = sql.strings.reduce((before, after, at) => {
    const value = sql.values[at - 1];
    const number = numbers.get(value) ?? values.push(value);
    if (Array.isArray(value)) numbers.set(value, number);
    return `${before}$${String(number)}${after}`;
  });
  return { text, values };
}

/**
 * Runs a statement whose plan doesn't depend on its values, planned once per connection: planning is most of what such a one costs. Its
 * text must have few forms, and a beginning must be written as a range (`from`), since `LIKE $1` has no index then.
 * @throws pg's DatabaseError, or a network error.
 */
export const askPrepared = <Row>(sql: Prisma.Sql): Promise<Row[]> => queryPrepared<Row>(db, sql);

/** Begins so, by an index of text_pattern_ops: as bytes, whatever the database's collation is. */
export const from = (column: Prisma.Sql, text: string): Prisma.Sql =>
  Prisma.sql`(${column} ~>=~ ${text} AND ${column} ~<~ ${`${text}\u{10FFFF}`})`;

export const and = (parts: readonly Prisma.Sql[]): Prisma.Sql =>
  parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join([...parts], ' AND ');

/** What no row fits: one object, by which a statement that would find nothing is known. */
export const NEVER = Prisma.sql`FALSE`;

export const or = (parts: readonly Prisma.Sql[]): Prisma.Sql =>
  parts.length === 0 ? NEVER : Prisma.sql`(${Prisma.join([...parts], ' OR ')})`;

/** `text LIKE` with a pattern of our own: `%` and `_` of the words are no wildcards. Folded words hold neither. */
export const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
