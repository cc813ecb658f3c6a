import { delegateHost } from '../../../../lib/actions/delegate-host.ts';
import { listAnswer } from '../../../../lib/http/csv.ts';
import { delegationColumns } from '../../../../lib/http/csv-columns.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listDelegations } from '../../../../lib/queries/zones.ts';

export const GET = defineRoute(operations.listDelegations, ({ actor, query }) =>
  listAnswer('delegations', delegationColumns, query, (filter) => listDelegations(actor, filter)),
);
export const POST = defineRoute(operations.delegateHost, ({ actor, body }) => delegateHost(actor, body));
