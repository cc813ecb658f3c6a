import { enablePerson } from '../../../../../../lib/actions/enable-person.ts';
import { operations } from '../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../lib/http/route.ts';

export const POST = defineRoute(operations.enablePerson, ({ actor, params }) => enablePerson(actor, params));
