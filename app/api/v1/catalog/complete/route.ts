import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { completeCatalog } from '../../../../../lib/queries/catalog-complete.ts';

export const GET = defineRoute(operations.completeCatalog, async ({ actor, query }) => ({
  completions: await completeCatalog(actor, query),
}));
