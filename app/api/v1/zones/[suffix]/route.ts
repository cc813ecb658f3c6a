import { archiveZone } from '../../../../../lib/actions/archive-zone.ts';
import { updateZone } from '../../../../../lib/actions/update-zone.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { getZone } from '../../../../../lib/queries/zones.ts';

export const GET = defineRoute(operations.getZone, ({ actor, params }) => getZone(actor, params.suffix));
export const PATCH = defineRoute(operations.updateZone, ({ actor, params, body, version }) =>
  updateZone(actor, { ...body, ...params, version: Number(version) }),
);
export const DELETE = defineRoute(operations.archiveZone, ({ actor, params, query }) =>
  archiveZone(actor, { ...query, ...params }),
);
