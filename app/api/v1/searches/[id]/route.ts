import { deleteSearch } from '../../../../../lib/actions/delete-search.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';

export const DELETE = defineRoute(operations.deleteSearch, ({ actor, params }) =>
  deleteSearch(actor, params),
);
