import { createService } from '../../../../lib/actions/create-service.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { listAnswer } from '../../../../lib/http/csv.ts';
import { serviceColumns } from '../../../../lib/http/csv-columns.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listServices } from '../../../../lib/queries/services.ts';

export const GET = defineRoute(operations.listServices, ({ actor, query }) =>
  listAnswer('services', serviceColumns, query, (filter) => listServices(actor, filter)),
);
export const POST = defineRoute(operations.createService, ({ actor, body }) => createService(actor, body));
