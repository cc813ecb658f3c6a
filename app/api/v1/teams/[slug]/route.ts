import { updateTeam } from '../../../../../lib/actions/update-team.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { getTeam } from '../../../../../lib/queries/teams.ts';

export const GET = defineRoute(operations.getTeam, ({ actor, params }) => getTeam(actor, params.slug));
export const PATCH = defineRoute(operations.updateTeam, ({ actor, params, body, version }) =>
  updateTeam(actor, { ...body, ...params, version: Number(version) }),
);
