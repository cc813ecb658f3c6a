import { withdrawRequest } from '../../../../../../lib/actions/withdraw-request.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.withdrawRequest, ({ actor, params, body }) =>
  withdrawRequest(actor, { ...body, ...params }),
);
