import { retryNamespace } from '../../../../../../../lib/actions/retry-namespace.ts';
import { operations } from '../../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.retryNamespace, ({ actor, params }) =>
  retryNamespace(actor, params),
);
