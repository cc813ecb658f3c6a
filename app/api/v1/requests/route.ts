import { operations } from '../../../../lib/http/operations.ts';
import { listAnswer } from '../../../../lib/http/csv.ts';
import { requestColumns } from '../../../../lib/http/csv-columns.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listRequests } from '../../../../lib/queries/requests.ts';

export const GET = defineRoute(operations.listRequests, ({ actor, query }) =>
  listAnswer('requests', requestColumns, query, (filter) => listRequests(actor, filter)),
);
