/** How search asks Postgres. */
import { Prisma, db, poolOf } from '../client.ts';

/**
 * Runs a statement past Prisma, which would cost more than most of these do. Unnamed on purpose: Postgres then plans it with the
 * values at hand, and a rare word gets another plan than a common one.
 * @throws pg's DatabaseError, or a network error.
 */
export async function ask<Row>(sql: Prisma.Sql): Promise<Row[]> {
  const { rows } = await poolOf(db).query<Row & object>({ text: sql.text, values: sql.values });
  return rows as Row[];
}

export const and = (parts: readonly Prisma.Sql[]): Prisma.Sql =>
  parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join([...parts], ' AND ');

export const or = (parts: readonly Prisma.Sql[]): Prisma.Sql =>
  parts.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join([...parts], ' OR ')})`;

/** `text LIKE` with a pattern of our own: `%` and `_` of the words are no wildcards. Folded words hold neither. */
export const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
