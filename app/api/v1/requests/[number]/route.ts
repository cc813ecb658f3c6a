import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { getRequest } from '../../../../../lib/queries/requests.ts';

export const GET = defineRoute(operations.getRequest, ({ actor, params }) =>
  getRequest(actor, params.number),
);
