/** What search answers, for OpenAPI. */
import { z } from 'zod';
import { KEYS } from '../../domain/catalog/query/index.ts';
import type { FilterKey } from '../../domain/catalog/query/index.ts';
import type { CatalogAnswer, Completion, Facet, Hit, SavedSearchRow } from '../../queries/catalog-types.ts';
import { namespaceRow } from './responses.ts';

const named = z.object({ slug: z.string(), name: z.string() });
const figure = { count: z.int(), atLeast: z.boolean().describe('True: counting was ended there.') };

const hit = z.object({
  kind: z.enum(['team', 'service', 'host', 'person', 'cluster', 'namespace']),
  id: z.string(),
  title: z.string(),
  slug: z.string().nullable(),
  hint: z.string(),
  href: z.string().describe('Its page in the portal.'),
  why: z.enum(['exact', 'alias', 'prefix', 'initials', 'word', 'middle', 'filter', 'typo']),
  owner: named.nullable(),
  chatUrl: z.string().nullable(),
  runbookUrl: z.string().nullable(),
  dashboardUrl: z.string().nullable(),
  onCallUrl: z.string().nullable(),
}) satisfies z.ZodType<Hit>;

const facet = z.object({
  key: z.enum(KEYS.map(({ key }) => key) as [FilterKey, ...FilterKey[]]),
  label: z.string(),
  values: z.array(z.object({ value: z.string(), label: z.string(), selected: z.boolean(), ...figure })),
}) satisfies z.ZodType<Facet>;

export const catalogAnswer = z.object({
  query: z.object({
    text: z.string().describe('The query as it was understood, in one spelling.'),
    problems: z.array(z.object({ part: z.string(), message: z.string() })),
  }),
  best: z.array(hit).describe('Best finds of any kind, on the first page.'),
  rows: z.array(namespaceRow),
  total: z.object(figure),
  facets: z.array(facet).nullable(),
  didYouMean: z.string().nullable(),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<CatalogAnswer>;

export const completions = z.object({
  completions: z.array(
    z.object({
      text: z.string().describe('The whole query with this part finished.'),
      caret: z.int(),
      label: z.string(),
      hint: z.string(),
    }) satisfies z.ZodType<Completion>,
  ),
});

export const savedSearchRow = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  team: named.nullable().describe('Whom it is shared with; null: nobody.'),
  owner: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  mine: z.boolean(),
  createdAt: z.iso.datetime(),
}) satisfies z.ZodType<SavedSearchRow>;
