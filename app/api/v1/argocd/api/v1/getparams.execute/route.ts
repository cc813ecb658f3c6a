import { operations } from '../../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../../lib/http/route.ts';
import { argocdParameters } from '../../../../../../../lib/queries/doors-gitops.ts';

export const POST = defineRoute(operations.argocdParameters, ({ actor, body }) =>
  argocdParameters(actor, body.input?.parameters ?? {}),
);
