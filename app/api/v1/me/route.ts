import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { me } from '../../../../lib/queries/me.ts';

export const GET = defineRoute(operations.me, ({ actor }) => me(actor));
