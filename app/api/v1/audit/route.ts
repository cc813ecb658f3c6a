import { operations } from '../../../../lib/http/operations.ts';
import { listAnswer } from '../../../../lib/http/csv.ts';
import { auditColumns } from '../../../../lib/http/csv-columns.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listAudit } from '../../../../lib/queries/audit.ts';

export const GET = defineRoute(operations.listAudit, ({ actor, query }) =>
  listAnswer('audit', auditColumns, query, (filter) => listAudit(actor, filter)),
);
