// zod's issues in the words of our errors: a field and a message.
import type { z } from 'zod';

/** One field of an input and what is wrong with it. `field` is '' for the input as a whole. */
export interface FieldError {
  field: string;
  message: string;
}

/** The problems of a failed parse, one per issue, fields as dotted paths ("access.0.name", "quota.requests.cpu"). */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), message: issue.message }));
}
