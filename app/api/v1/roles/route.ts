import { grantRole } from '../../../../lib/actions/grant-role.ts';
import { operations } from '../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../lib/http/route.ts';

export const POST = defineRoute(operations.grantRole, ({ actor, body }) => grantRole(actor, body));
