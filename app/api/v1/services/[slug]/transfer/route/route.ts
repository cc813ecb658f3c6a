import { routeTransfer } from '../../../../../../../lib/actions/route-transfer.ts';
import { operations } from '../../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.routeTransfer, ({ actor, params, body }) =>
  routeTransfer(actor, { ...body, ...params }),
);
