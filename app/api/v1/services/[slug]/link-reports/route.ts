import { reportBrokenLink } from '../../../../../../lib/actions/report-broken-link.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.reportBrokenLink, ({ actor, params, body }) =>
  reportBrokenLink(actor, { ...body, ...params }),
);
