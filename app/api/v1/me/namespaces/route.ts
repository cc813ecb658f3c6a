import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { listMyNamespaces } from '../../../../../lib/queries/my-namespaces.ts';

export const GET = defineRoute(operations.listMyNamespaces, ({ actor, query }) =>
  listMyNamespaces(actor, query),
);
