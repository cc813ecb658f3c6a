import { listAnswer } from '../../../../lib/http/csv.ts';
import { orphanColumns } from '../../../../lib/http/csv-columns.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listOrphans } from '../../../../lib/queries/orphans.ts';

export const GET = defineRoute(operations.listOrphans, ({ actor, query }) =>
  listAnswer('orphans', orphanColumns, query, (filter) => listOrphans(actor, filter)),
);
