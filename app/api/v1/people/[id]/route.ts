import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { getPerson } from '../../../../../lib/queries/person-card.ts';

export const GET = defineRoute(operations.getPerson, ({ actor, params }) => getPerson(actor, params.id));
