import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { taggedJson } from '../../../../../lib/http/tagged.ts';
import { listBackstageEntities } from '../../../../../lib/queries/doors-backstage.ts';

export const GET = defineRoute(operations.backstageEntities, async ({ actor, query, request }) =>
  taggedJson(request, await listBackstageEntities(actor, query)),
);
