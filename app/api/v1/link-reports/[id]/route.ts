import { clearLinkReport } from '../../../../../lib/actions/clear-link-report.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';

export const DELETE = defineRoute(operations.clearLinkReport, ({ actor, params }) =>
  clearLinkReport(actor, params),
);
