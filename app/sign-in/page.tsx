import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Chart } from '../../components/shell/chart.tsx';
import { Mark } from '../../components/shell/mark.tsx';
import { Notice } from '../../components/ui/notice.tsx';
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
    <main className="grid min-h-dvh max-lg:grid-rows-[1fr_auto] lg:grid-cols-[minmax(27rem,2fr)_3fr]">
      <div className="flex flex-col px-6 py-7 sm:px-12">
        <p className="flex items-center gap-2.5 text-lg font-semibold tracking-[-0.02em]">
          <Mark className="size-7" />
          Berth
        </p>
        <div className="my-auto w-full max-w-sm py-12 sm:pl-2">
          <h1 className="text-2xl font-semibold tracking-[-0.03em]">A berth for what your team runs</h1>
          <p className="mt-3 text-base text-soft">
            Ask for a Kubernetes namespace and have it in seconds: owner, access, quota and network isolation
            in place before anybody sets foot in it.
          </p>
          {problem && (
            <div className="mt-6" role="alert">
              <Notice tone={problem.tone} title={problem.title}>
                {problem.text}
              </Notice>
            </div>
          )}
          <div className="mt-7">
            <SignInButton provider={oidc.name} callbackUrl={callbackUrl} />
          </div>
          <p className="mt-4 text-xs text-faint">
            Your teams come from the groups of your account. Berth keeps no password.
          </p>
        </div>
      </div>
      <div className="relative overflow-hidden border-line bg-deep max-lg:h-52 max-lg:border-t lg:border-l">
        <Chart className="absolute inset-0 size-full" />
      </div>
    </main>
  );
}
