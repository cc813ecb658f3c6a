import { saveSearch } from '../../../../lib/actions/save-search.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listSavedSearches } from '../../../../lib/queries/saved-searches.ts';

export const GET = defineRoute(operations.listSearches, async ({ actor }) => ({
  rows: await listSavedSearches(actor),
}));
export const POST = defineRoute(operations.saveSearch, ({ actor, body }) => saveSearch(actor, body));
