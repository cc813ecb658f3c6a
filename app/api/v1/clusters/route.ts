import { registerCluster } from '../../../../lib/actions/register-cluster.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listClusters } from '../../../../lib/queries/clusters.ts';

export const GET = defineRoute(operations.listClusters, ({ actor, query }) => listClusters(actor, query));
export const POST = defineRoute(operations.registerCluster, ({ actor, body }) =>
  registerCluster(actor, body),
);
