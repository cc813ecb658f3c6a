import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { whoHolds } from '../../../../../lib/queries/hosts.ts';

export const GET = defineRoute(operations.whoHolds, ({ actor, params }) => whoHolds(actor, params.name));
