import { createZone } from '../../../../lib/actions/create-zone.ts';
import { listAnswer } from '../../../../lib/http/csv.ts';
import { zoneColumns } from '../../../../lib/http/csv-columns.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listZones } from '../../../../lib/queries/zones.ts';

export const GET = defineRoute(operations.listZones, ({ actor, query }) =>
  listAnswer('zones', zoneColumns, query, (filter) => listZones(actor, filter)),
);
export const POST = defineRoute(operations.createZone, ({ actor, body }) => createZone(actor, body));
