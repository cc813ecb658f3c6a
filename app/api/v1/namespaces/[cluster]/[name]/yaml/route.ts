import { operations } from '../../../../../../../lib/http/operations.ts';
import { defineRoute, textResponse } from '../../../../../../../lib/http/route.ts';
import { getNamespaceYaml } from '../../../../../../../lib/queries/namespaces.ts';

export const GET = defineRoute(operations.getNamespaceYaml, async ({ actor, params }) =>
  textResponse(await getNamespaceYaml(actor, params.cluster, params.name), 'application/yaml'),
);
