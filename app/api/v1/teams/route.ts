import { createTeam } from '../../../../lib/actions/create-team.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { listAnswer } from '../../../../lib/http/csv.ts';
import { teamColumns } from '../../../../lib/http/csv-columns.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listTeams } from '../../../../lib/queries/teams.ts';

export const GET = defineRoute(operations.listTeams, ({ actor, query }) =>
  listAnswer('teams', teamColumns, query, (filter) => listTeams(actor, filter)),
);
export const POST = defineRoute(operations.createTeam, ({ actor, body }) => createTeam(actor, body));
