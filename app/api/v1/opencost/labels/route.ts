import { listAnswer } from '../../../../../lib/http/csv.ts';
import { costColumns } from '../../../../../lib/http/doors.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { listCostLabels } from '../../../../../lib/queries/doors-opencost.ts';

export const GET = defineRoute(operations.opencostLabels, ({ actor, query }) =>
  listAnswer('cost-labels', costColumns, query, (filter) => listCostLabels(actor, filter)),
);
