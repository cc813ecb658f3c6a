import { withdrawTransfer } from '../../../../../../lib/actions/withdraw-transfer.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.withdrawTransfer, ({ actor, params, body }) =>
  withdrawTransfer(actor, { ...body, ...params }),
);
