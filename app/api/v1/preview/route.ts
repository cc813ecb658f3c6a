import { previewNamespace } from '../../../../lib/actions/preview-namespace.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';

export const POST = defineRoute(operations.previewNamespace, ({ actor, body }) =>
  previewNamespace(actor, body),
);
