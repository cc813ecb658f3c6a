import { commentOnRequest } from '../../../../../../lib/actions/comment-on-request.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.commentOnRequest, ({ actor, params, body }) =>
  commentOnRequest(actor, { ...body, ...params }),
);
