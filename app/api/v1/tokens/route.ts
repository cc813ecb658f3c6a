import { createApiToken } from '../../../../lib/actions/create-api-token.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listApiTokens } from '../../../../lib/queries/api-tokens.ts';

export const GET = defineRoute(operations.listApiTokens, async ({ actor }) => ({
  rows: await listApiTokens(actor),
}));
export const POST = defineRoute(operations.createApiToken, ({ actor, body }) => createApiToken(actor, body));
