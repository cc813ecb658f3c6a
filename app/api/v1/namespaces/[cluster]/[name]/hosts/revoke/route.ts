import { revokeHost } from '../../../../../../../../lib/actions/revoke-host.ts';
import { operations } from '../../../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.revokeHost, ({ actor, params, body }) =>
  revokeHost(actor, { ...body, ...params }),
);
