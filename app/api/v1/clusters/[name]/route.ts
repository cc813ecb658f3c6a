import { updateCluster } from '../../../../../lib/actions/update-cluster.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { getCluster } from '../../../../../lib/queries/clusters.ts';

export const GET = defineRoute(operations.getCluster, ({ actor, params }) => getCluster(actor, params.name));
export const PATCH = defineRoute(operations.updateCluster, ({ actor, params, body, version }) =>
  updateCluster(actor, { ...body, ...params, version: Number(version) }),
);
