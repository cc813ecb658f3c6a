import { disablePerson } from '../../../../../../lib/actions/disable-person.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.disablePerson, ({ actor, params }) =>
  disablePerson(actor, params),
);
