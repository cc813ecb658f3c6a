// zod's issues in the words of our errors: a field and a message.
import type { z } from 'zod';

/** One field of an input and what is wrong with it. `field` is '' for the input as a whole. */
export interface FieldError {
  field: string;
  message: string;
}

/**
 * The problems of a failed parse, one per issue and one per unknown key, fields as dotted paths ("access.0.name",
 * "quota.requests.cpu").
 */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    // zod's own words for unknown keys name no field and no remedy; a schema with words of its own keeps them.
    if (issue.code === 'unrecognized_keys' && issue.message.startsWith('Unrecognized key')) {
      return issue.keys.map((key) => ({
        field: [...path, key].join('.'),
        message: 'There is no such field. Remove it.',
      }));
    }
    return [{ field: path.join('.'), message: issue.message }];
  });
}
