/** What an act says on the page that it leads to: a cookie that the shell reads once (components/shell/said.tsx). */
import 'server-only';
import { cookies } from 'next/headers';
import type { Toast } from '../components/ui/toast.ts';

export const SAID_COOKIE = 'berth-said';

/** Says it on the next page. Only for what that page does not show anyway. */
export async function say(what: Toast): Promise<void> {
  (await cookies()).set(SAID_COOKIE, JSON.stringify(what), { path: '/', maxAge: 60, sameSite: 'lax' });
}
