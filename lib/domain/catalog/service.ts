// What a service says of itself beside its promise and links: how far it has come, and words to find it by.
import { z } from 'zod';

/** How far a service has come: tried out, relied on, or on its way out. */
export const LIFECYCLES = ['experimental', 'production', 'deprecated'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** The most tags a service can have. */
const MOST_TAGS = 20;

const TAG = /^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/;

/** Whether a text is a tag as Backstage takes it: lower case, `-` between words, at most 63 characters. */
const isTag = (text: string): boolean => text.length <= 63 && TAG.test(text);

/** The tags of a service, each once, in order. A problem is one of the whole list: a form has one field for it. */
export const tagsSchema = z
  .array(z.string().trim().toLowerCase())
  .superRefine((tags, context) => {
    const odd = tags.find((tag) => !isTag(tag));
    const message =
      odd !== undefined
        ? `"${odd.slice(0, 80)}" is no tag. Use lower-case letters and digits, with hyphens between words, at most 63: on-premises.`
        : tags.length > MOST_TAGS
          ? `At most ${String(MOST_TAGS)} tags.`
          : null;
    if (message !== null) context.addIssue({ code: 'custom', message });
  })
  .transform((tags) => [...new Set(tags)].sort())
  .pipe(z.array(z.string()));
