import { revokeApiToken } from '../../../../../lib/actions/revoke-api-token.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';

export const DELETE = defineRoute(operations.revokeApiToken, ({ actor, params }) =>
  revokeApiToken(actor, params),
);
