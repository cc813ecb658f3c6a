import { endSession } from '../../../../../lib/actions/end-session.ts';
import { operations } from '../../../../../lib/http/operations.ts';
import { defineRoute } from '../../../../../lib/http/route.ts';

export const DELETE = defineRoute(operations.endSession, ({ actor, params }) => endSession(actor, params));
