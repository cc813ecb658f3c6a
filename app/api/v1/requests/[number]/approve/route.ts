import { approveRequest } from '../../../../../../lib/actions/approve-request.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.approveRequest, ({ actor, params, body }) =>
  approveRequest(actor, { ...body, ...params }),
);
