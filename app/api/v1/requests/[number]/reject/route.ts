import { rejectRequest } from '../../../../../../lib/actions/reject-request.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.rejectRequest, ({ actor, params, body }) =>
  rejectRequest(actor, { ...body, ...params }),
);
