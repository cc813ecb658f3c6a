import { askForNamespace } from '../../../../lib/actions/ask-for-namespace.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { listAnswer } from '../../../../lib/http/csv.ts';
import { namespaceColumns } from '../../../../lib/http/csv-columns.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listNamespaces } from '../../../../lib/queries/namespaces.ts';

export const GET = defineRoute(operations.listNamespaces, ({ actor, query }) =>
  listAnswer('namespaces', namespaceColumns, query, (filter) => listNamespaces(actor, filter)),
);
export const POST = defineRoute(operations.askForNamespace, ({ actor, body }) =>
  askForNamespace(actor, body),
);
