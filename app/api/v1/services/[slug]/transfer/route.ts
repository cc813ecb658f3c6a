import { disownService } from '../../../../../../lib/actions/disown-service.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.disownService, ({ actor, params, body }) =>
  disownService(actor, { ...body, ...params }),
);
