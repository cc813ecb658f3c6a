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
    if (issue.code === 'invalid_union') {
      const nearest = nearestBranch(issue.errors);
      if (nearest !== null) {
        return nearest.map(({ path: below, message }) => ({
          field: [...path, ...below.map(String)].join('.'),
          message,
        }));
      }
    }
    return [{ field: path.join('.'), message: issue.message }];
  });
}

type Branch = z.core.$ZodIssue[];

/** Of the branches of a union, the one that was meant: whose problems lie within the value, not in what it is. */
function nearestBranch(branches: readonly Branch[]): Branch | null {
  return branches.find((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0)) ?? null;
}
