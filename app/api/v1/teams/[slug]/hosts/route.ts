import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';
import { teamHosts } from '../../../../../../lib/queries/hosts.ts';

export const GET = defineRoute(operations.getTeamHosts, ({ actor, params, query }) =>
  teamHosts(actor, params.slug, query),
);
