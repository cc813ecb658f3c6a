import { listAnswer } from '../../../../lib/http/csv.ts';
import { hostColumns } from '../../../../lib/http/csv-columns.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listHosts } from '../../../../lib/queries/hosts.ts';

export const GET = defineRoute(operations.listHosts, ({ actor, query }) =>
  listAnswer('hosts', hostColumns, query, (filter) => listHosts(actor, filter)),
);
