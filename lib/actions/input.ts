import type { z } from 'zod';
import { invalid } from '../domain/errors.ts';
import { fieldErrors } from '../domain/desired-state/schema.ts';

/** The parsed input, or `invalid` with a message per field. */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (!result.success) throw invalid(fieldErrors(result.error));
  return result.data;
}
