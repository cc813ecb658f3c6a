// Pieces that several schemas of the desired state share, each with a message that says what to write instead.
import { z } from 'zod';
import { namespaceNameProblem } from '../names/index.ts';
import { isQuantity, parseQuantity } from '../quantity/index.ts';
import { ACCESS_ROLES } from './words.ts';

/** Says which unknown keys were sent, for strict objects. Other problems keep their own message. */
export const unknownKeys = (issue: { code?: string; keys?: string[] }): string | undefined =>
  issue.code === 'unrecognized_keys'
    ? `Unknown field${(issue.keys ?? []).length === 1 ? '' : 's'}: ${(issue.keys ?? []).join(', ')}. Remove ${(issue.keys ?? []).length === 1 ? 'it' : 'them'}.`
    : undefined;

/** A quantity of at least zero. */
export const quantitySchema = z
  .string({ error: 'Write a quantity as text, such as "500m", "2" or "4Gi".' })
  .superRefine((text, context) => {
    if (!isQuantity(text)) {
      // Not continued: checks over the whole object compare amounts and may rely on their being some.
      context.addIssue({
        code: 'custom',
        continue: false,
        message: `"${text.slice(0, 40)}" is no quantity. Write a number with a suffix, such as 500m, 2, 512Mi or 10Gi.`,
      });
    } else if (parseQuantity(text).nano < 0n) {
      context.addIssue({ code: 'custom', message: `"${text}" is below zero. Write zero or more.` });
    }
  });

/** A whole number of at least zero, written as a quantity. */
export const countSchema = quantitySchema.refine(
  (text) => !isQuantity(text) || parseQuantity(text).nano % 1_000_000_000n === 0n,
  'Write a whole number.',
);

/** A namespace's name: DNS-1123, none of Berth's reserved names. A cluster's own list is a guardrail's business. */
export const namespaceNameSchema = z
  .string({ error: 'Give the namespace a name.' })
  .superRefine((name, context) => {
    const problem = namespaceNameProblem(name);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

/** The slug of a team, service or cluster. */
export const slugSchema = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'Use lower-case letters, digits and hyphens, a letter first, at most 63 characters.',
  );

/**
 * Who gets a role in a namespace: an identity-provider group, or a person by e-mail address.
 * Names of Kubernetes itself ("system:masters") are refused: they are not people.
 */
const accessEntrySchema = z.strictObject(
  {
    kind: z.enum(['group', 'user'], { error: 'Choose "group" or "user".' }),
    name: z
      .string({ error: 'Name a group or a person.' })
      .trim()
      .min(1, 'Name a group or a person.')
      .max(253, 'A name has at most 253 characters.')
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'A name has no control characters.')
      .refine(
        (name) => !name.toLowerCase().startsWith('system:'),
        'Names beginning with "system:" belong to Kubernetes. Name a group or a person of your identity provider.',
      ),
    role: z.enum(ACCESS_ROLES, { error: `Choose one of ${ACCESS_ROLES.join(', ')}.` }),
  },
  { error: unknownKeys },
);
export type AccessEntry = z.infer<typeof accessEntrySchema>;

/** Entries of which no subject is named twice: with two roles, only the stronger would count, and nobody would see it. */
export const accessListSchema = z
  .array(accessEntrySchema)
  .max(100, 'At most 100 people and groups. Put people into a group.')
  .superRefine((entries, context) => {
    const seen = new Set<string>();
    entries.forEach((entry, index) => {
      const key = `${entry.kind} ${entry.name}`;
      if (seen.has(key)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `${entry.name} is listed twice. Keep one role.`,
        });
      }
      seen.add(key);
    });
  });

/** A link a browser may follow: http or https, at most 2,048 characters. */
export const linkSchema = z
  .string()
  .max(2048, 'A link has at most 2048 characters.')
  .refine((text) => {
    if (!/^https?:\/\/[^\s"<>\\]+$/i.test(text)) return false;
    return URL.canParse(text);
  }, 'Write a link that begins with https:// or http://.');

/** A moment in ISO 8601 with its zone, or a day (its end, UTC, is meant). */
export const momentSchema = z
  .string()
  .refine(
    (text) => momentOf(text) !== null,
    'Write a day such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z.',
  );

/** The moment a text of momentSchema means, in ISO 8601 UTC; null when it means none. A day means its last second. */
export function momentOf(text: string): string | null {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.test(text);
  if (!day && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    return null;
  // Date takes 31 February and moves it to March: the day must come back as it was written.
  const noon = new Date(`${text.slice(0, 10)}T12:00:00Z`);
  if (Number.isNaN(noon.getTime()) || noon.toISOString().slice(0, 10) !== text.slice(0, 10)) return null;
  const moment = new Date(day ? `${text}T23:59:59Z` : text);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
