import { revokeRole } from '../../../../../lib/actions/revoke-role.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';

export const DELETE = defineRoute(operations.revokeRole, ({ actor, params }) => revokeRole(actor, params));
