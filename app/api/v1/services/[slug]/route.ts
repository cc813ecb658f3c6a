import { updateService } from '../../../../../lib/actions/update-service.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';
import { getService } from '../../../../../lib/queries/services.ts';

export const GET = defineRoute(operations.getService, ({ actor, params }) => getService(actor, params.slug));
export const PATCH = defineRoute(operations.updateService, ({ actor, params, body, version }) =>
  updateService(actor, { ...body, ...params, version: Number(version) }),
);
