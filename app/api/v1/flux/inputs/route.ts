import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { fluxInputs } from '../../../../../lib/queries/doors-gitops.ts';

export const GET = defineRoute(operations.fluxInputs, ({ actor, query }) => fluxInputs(actor, query));
