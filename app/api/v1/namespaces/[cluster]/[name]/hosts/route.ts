import { releaseHost } from '../../../../../../../lib/actions/release-host.ts';
import { takeHosts } from '../../../../../../../lib/actions/take-hosts.ts';
import { operations } from '../../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../../lib/http/route.ts';
import { namespaceHosts } from '../../../../../../../lib/queries/hosts.ts';

export const GET = defineRoute(operations.getNamespaceHosts, ({ actor, params }) =>
  namespaceHosts(actor, params.cluster, params.name),
);
export const POST = defineRoute(operations.takeHosts, ({ actor, params, body }) =>
  takeHosts(actor, { ...body, ...params }),
);
export const DELETE = defineRoute(operations.releaseHost, ({ actor, params, query }) =>
  releaseHost(actor, { ...query, ...params }),
);
