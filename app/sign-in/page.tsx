import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Mark } from '../../components/shell/mark.tsx';
import { Notice } from '../../components/ui/surface.tsx';
import { currentActor } from '../../lib/auth/session.ts';
import { webConfig } from '../../lib/config/env.ts';
import { one } from '../search-params.ts';
import { SignInButton } from './sign-in-button.tsx';
import { signInProblem } from './problems.ts';

export const metadata: Metadata = { title: 'Sign in' };

/** Only a path of this portal is followed after signing in. */
function ownPath(value: string | undefined): string {
  if (!value) return '/';
  try {
    const base = new URL(webConfig().portalUrl);
    const url = new URL(value, base);
    return url.origin === base.origin && url.pathname !== '/sign-in' ? `${url.pathname}${url.search}` : '/';
  } catch {
    return '/';
  }
}

/** The one way in. */
export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const query = await searchParams;
  const callbackUrl = ownPath(one(query['callbackUrl']));
  if (await currentActor()) redirect(callbackUrl);
  const { oidc } = webConfig();
  const problem = signInProblem(one(query['reason']) ?? one(query['error']), oidc.name);
  return (
    <main className="grid min-h-dvh lg:grid-cols-[minmax(26rem,2fr)_3fr]">
      <div className="flex flex-col px-6 py-8 sm:px-12">
        <p className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark className="size-7" />
          Berth
        </p>
        <div className="my-auto w-full max-w-sm py-12">
          <h1 className="text-2xl font-semibold">Sign in to Berth</h1>
          <p className="mt-2 mb-6 text-base text-soft">
            Ask for a Kubernetes namespace and get it in seconds, with its owner, access, quota and network
            isolation in place.
          </p>
          {problem && (
            <div className="mb-5" role="alert">
              <Notice tone={problem.tone} title={problem.title}>
                {problem.text}
              </Notice>
            </div>
          )}
          <SignInButton provider={oidc.name} callbackUrl={callbackUrl} />
          <p className="mt-4 text-xs text-faint">
            Your teams come from the groups of your account. Berth keeps no password.
          </p>
        </div>
      </div>
      <Harbour />
    </main>
  );
}

/** A quay from above: berths in a row, some taken. Only for the eye. */
function Harbour() {
  const hulls = [7, 5, 0, 8, 4, 0, 6, 8, 5, 0, 7, 4];
  return (
    <div aria-hidden className="relative hidden overflow-hidden border-l border-line bg-sunken lg:block">
      <svg viewBox="0 0 600 800" preserveAspectRatio="xMinYMid slice" className="absolute inset-0 size-full">
        <rect x="0" y="0" width="64" height="800" className="fill-ink" opacity="0.9" />
        {hulls.map((length, at) => {
          const y = 14 + at * 66;
          const end = 84 + length * 46;
          return (
            <g key={at}>
              <rect x="64" y={y + 55} width="430" height="2" className="fill-line" />
              <rect x="48" y={y + 20} width="8" height="8" rx="4" className="fill-sunken" />
              {length > 0 ? (
                <path
                  d={`M76 ${String(y)}h${String(end - 100)}a24 24 0 0 1 0 48H76z`}
                  className={at === 3 ? 'fill-buoy' : 'fill-tide'}
                  opacity={at === 3 ? 1 : 0.25 + length * 0.075}
                />
              ) : (
                <path
                  d={`M76 ${String(y + 1)}h220a23 23 0 0 1 0 46H76z`}
                  className="fill-none stroke-control"
                  strokeDasharray="3 5"
                  opacity="0.7"
                />
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
