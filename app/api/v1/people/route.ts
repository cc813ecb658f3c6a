import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';
import { listPeopleAndRoles } from '../../../../lib/queries/people.ts';

export const GET = defineRoute(operations.listPeople, ({ actor, query }) => listPeopleAndRoles(actor, query));
