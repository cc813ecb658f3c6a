import { declineTransfer } from '../../../../../../lib/actions/decline-transfer.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.declineTransfer, ({ actor, params, body }) =>
  declineTransfer(actor, { ...body, ...params }),
);
