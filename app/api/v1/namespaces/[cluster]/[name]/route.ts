import { changeNamespace } from '../../../../../../lib/actions/change-namespace.ts';
import { deleteNamespace } from '../../../../../../lib/actions/delete-namespace.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';
import { getNamespace } from '../../../../../../lib/queries/namespaces.ts';

export const GET = defineRoute(operations.getNamespace, ({ actor, params }) =>
  getNamespace(actor, params.cluster, params.name),
);
export const PATCH = defineRoute(operations.changeNamespace, ({ actor, params, body, version }) =>
  changeNamespace(actor, { ...body, ...params, version }),
);
export const DELETE = defineRoute(operations.deleteNamespace, ({ actor, params, query }) =>
  deleteNamespace(actor, { ...query, ...params }),
);
