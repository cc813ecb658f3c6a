import { confirmServices } from '../../../../lib/actions/confirm-services.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listToConfirm } from '../../../../lib/queries/truth.ts';

export const GET = defineRoute(operations.listToConfirm, ({ actor, query }) => listToConfirm(actor, query));
export const POST = defineRoute(operations.confirmServices, ({ actor, body }) =>
  confirmServices(actor, body),
);
