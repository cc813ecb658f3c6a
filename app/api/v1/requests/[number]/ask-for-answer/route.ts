import { askForAnswer } from '../../../../../../lib/actions/ask-for-answer.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.askForAnswer, ({ actor, params, body }) =>
  askForAnswer(actor, { ...body, ...params }),
);
