import { acceptTransfer } from '../../../../../../lib/actions/accept-transfer.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.acceptTransfer, ({ actor, params }) =>
  acceptTransfer(actor, params),
);
