import { revokeDelegation } from '../../../../../lib/actions/revoke-delegation.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';

export const DELETE = defineRoute(operations.revokeDelegation, ({ actor, params, query }) =>
  revokeDelegation(actor, { ...query, ...params }),
);
