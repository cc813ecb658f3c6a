import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listTransfers } from '../../../../lib/queries/transfers.ts';

export const GET = defineRoute(operations.listTransfers, ({ actor }) => listTransfers(actor));
