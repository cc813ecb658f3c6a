import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';
import { getOwnership } from '../../../../../../lib/queries/truth.ts';

export const GET = defineRoute(operations.getOwnership, ({ actor, params }) =>
  getOwnership(actor, params.slug),
);
