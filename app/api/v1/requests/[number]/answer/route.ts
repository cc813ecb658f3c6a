import { answerRequest } from '../../../../../../lib/actions/answer-request.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.answerRequest, ({ actor, params, body }) =>
  answerRequest(actor, { ...body, ...params }),
);
