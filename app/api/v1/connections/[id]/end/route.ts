import { endConnection } from '../../../../../../lib/actions/end-connection.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.endConnection, ({ actor, params, body }) =>
  endConnection(actor, { ...body, ...params }),
);
