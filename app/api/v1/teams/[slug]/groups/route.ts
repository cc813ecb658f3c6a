import { mapGroup } from '../../../../../../lib/actions/map-group.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.mapGroup, ({ actor, params, body }) =>
  mapGroup(actor, { ...body, team: params.slug }),
);
