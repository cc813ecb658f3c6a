import { operations } from '../../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../../lib/http/route.ts';
import { getNamespaceNetwork } from '../../../../../../../lib/queries/network.ts';

export const GET = defineRoute(operations.getNamespaceNetwork, ({ actor, params }) =>
  getNamespaceNetwork(actor, params.cluster, params.name),
);
