/** Runs a page's query: what isn't there, or may not be seen, becomes the not-found page. */
import { notFound } from 'next/navigation';
import { isBerthError } from '../lib/domain/errors.ts';

/** The query's answer. Calls Next's notFound() for not-found and forbidden; any other error goes to the error page. */
export async function load<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (isBerthError(error) && (error.code === 'not-found' || error.code === 'forbidden')) notFound();
    throw error;
  }
}
