/** The part of the routes table that searches the catalog, and keeps searches. */
import { z } from 'zod';
import { saveSearchSchema } from '../actions/schemas.ts';
import { LONGEST_QUERY } from '../domain/catalog/query/index.ts';
import { CATALOG_SORTS } from '../queries/catalog-types.ts';
import * as answers from './openapi/catalog-responses.ts';
import { idResult } from './openapi/responses.ts';
import type { Operation } from './operation.ts';

const q = z
  .string()
  .max(LONGEST_QUERY)
  .optional()
  .describe('Words and filters: checkout team:payments env:prod -has:runbook expires:<30d quota:>80%');

export const catalogOperations = {
  searchCatalog: {
    id: 'searchCatalog',
    method: 'GET',
    path: '/api/v1/catalog',
    tag: 'Catalog',
    summary:
      'Who owns it, where it runs, what is promised: namespaces that fit, by facet, and the best finds of any kind',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject({
      q,
      sort: z.enum(CATALOG_SORTS).optional().describe('relevance unless told.'),
      cursor: z
        .string()
        .max(1_000)
        .optional()
        .describe('nextCursor of the page before, of the same q and sort.'),
      limit: z.coerce.number().int().min(1).max(200).optional().describe('Rows of a page; 50 unless told.'),
      facets: z.stringbool().optional().describe('Counts by facet; on the first page unless told.'),
      format: z.enum(['json', 'csv', 'ndjson']).optional().describe('csv, ndjson: every row, not a page.'),
    }),
    response: answers.catalogAnswer,
    csv: true,
  },
  completeCatalog: {
    id: 'completeCatalog',
    method: 'GET',
    path: '/api/v1/catalog/complete',
    tag: 'Catalog',
    summary: 'How the part of a query under the caret could be finished',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject({
      q,
      at: z.coerce
        .number()
        .int()
        .min(0)
        .max(LONGEST_QUERY)
        .optional()
        .describe('Place of the caret; the end unless told.'),
    }),
    response: answers.completions,
  },
  listSearches: {
    id: 'listSearches',
    method: 'GET',
    path: '/api/v1/searches',
    tag: 'Catalog',
    summary: 'Searches that you kept, and those that were shared with your teams, by name',
    permission: 'signed-in',
    scope: 'read',
    response: z.object({ rows: z.array(answers.savedSearchRow) }),
  },
  saveSearch: {
    id: 'saveSearch',
    method: 'POST',
    path: '/api/v1/searches',
    tag: 'Catalog',
    summary: 'Keep a search under a name, for yourself or shared with a team of yours',
    permission: 'signed-in',
    scope: 'write',
    body: saveSearchSchema,
    response: answers.savedSearchRow,
    status: 201,
  },
  deleteSearch: {
    id: 'deleteSearch',
    method: 'DELETE',
    path: '/api/v1/searches/{id}',
    tag: 'Catalog',
    summary: 'Delete a search that you kept; maintainers of a team also one that is shared with it',
    permission: 'owner',
    scope: 'write',
    params: z.strictObject({ id: z.uuid('This is no id.') }),
    response: idResult,
  },
} as const satisfies Record<string, Operation>;
