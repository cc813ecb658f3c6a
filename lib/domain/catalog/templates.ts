// Link templates of a cluster (cluster.config.linkTemplates): an administrator writes once where every namespace's dashboards and
// logs are, and nobody has to type them.
import { z } from 'zod';
import { LINK_NAME } from './links.ts';

/** What a link template may name, in braces. */
export const LINK_PLACEHOLDERS = ['namespace', 'cluster', 'service', 'team', 'environment'] as const;
export type LinkPlaceholder = (typeof LINK_PLACEHOLDERS)[number];

/** Says why a template can't be used, with the remedy; null when it can. */
export function linkTemplateProblem(url: string): string | null {
  if (!/^https:\/\/[^\s"<>\\]+$/i.test(url)) return 'Write a link that begins with https://.';
  for (const [, name = ''] of url.matchAll(/\{([^}]*)\}/g)) {
    if (!(LINK_PLACEHOLDERS as readonly string[]).includes(name)) {
      return `A template can’t name {${name}}; it can name ${LINK_PLACEHOLDERS.map((one) => `{${one}}`).join(', ')}.`;
    }
  }
  if (/[{}]/.test(url.replace(/\{[^{}]*\}/g, ''))) return 'A brace stands alone. Write {namespace} in full.';
  // A name that somebody chose must not decide which machine a click leads to.
  if (/^https:\/\/[^/?#]*[{@]/i.test(url)) return 'Write the host out, without placeholders and user names.';
  if (!URL.canParse(url.replace(/\{[^{}]*\}/g, 'x'))) return 'This is no address. Look at its host and port.';
  return null;
}

/** One template: which link it gives, and where that leads. */
const linkTemplateSchema = z.strictObject({
  name: z
    .string('Name the link, for example "dashboards".')
    .regex(LINK_NAME, 'Name a link in lower-case letters, digits and hyphens.'),
  url: z
    .string('Write the address of the link.')
    .max(2_048, 'A link has at most 2048 characters.')
    .superRefine((url, context) => {
      const problem = linkTemplateProblem(url);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
});

/** The templates of a cluster; each name once. */
export const linkTemplatesSchema = z
  .array(linkTemplateSchema)
  .max(20, 'At most 20 link templates.')
  .refine((list) => new Set(list.map((one) => one.name)).size === list.length, 'Name each link once.');

export type LinkTemplate = z.output<typeof linkTemplateSchema>;

/** The links that templates give for a namespace: name -> address, with each value encoded for its place. */
export function filledLinks(
  templates: readonly LinkTemplate[],
  values: Readonly<Record<LinkPlaceholder, string>>,
): Record<string, string> {
  return Object.fromEntries(
    templates.map(({ name, url }) => [
      name,
      url.replace(/\{([^{}]*)\}/g, (_, key: LinkPlaceholder) => encodeURIComponent(values[key])),
    ]),
  );
}
