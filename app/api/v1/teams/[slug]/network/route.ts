import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';
import { getTeamNetwork } from '../../../../../../lib/queries/network.ts';

export const GET = defineRoute(operations.getTeamNetwork, ({ actor, params }) =>
  getTeamNetwork(actor, params.slug),
);
