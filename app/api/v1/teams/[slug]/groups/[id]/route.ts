import { unmapGroup } from '../../../../../../../lib/actions/unmap-group.ts';
import { operations } from '../../../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../../../lib/http/route.ts';

export const DELETE = defineRoute(operations.unmapGroup, ({ actor, params }) =>
  unmapGroup(actor, { team: params.slug, id: params.id }),
);
