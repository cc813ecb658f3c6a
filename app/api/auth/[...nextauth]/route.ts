import { authHandler } from '../../../../lib/auth/next-auth.ts';
import { limited } from '../../../../lib/http/limited.ts';

export const GET = limited(authHandler);
export const POST = limited(authHandler);
