import { infoMetrics } from '../../../../../lib/http/doors.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';

export const GET = defineRoute(operations.prometheusMetrics, ({ actor, query }) => infoMetrics(actor, query));
