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

/** The hull of a ship seen from above, moored with its stern at x = 0: `length` and `beam` in drawing units. */
function hull(length: number, beam: number): string {
  const half = beam / 2;
  const shoulder = length - beam * 1.15;
  const l = String;
  return `M6 ${l(-half)}H${l(shoulder)}C${l(shoulder + beam * 0.55)} ${l(-half)} ${l(length - beam * 0.2)} ${l(-half * 0.35)} ${l(length)} 0C${l(length - beam * 0.2)} ${l(half * 0.35)} ${l(shoulder + beam * 0.55)} ${l(half)} ${l(shoulder)} ${l(half)}H6a6 6 0 0 1-6-6V${l(-half + 6)}a6 6 0 0 1 6-6z`;
}

const BERTHS: { length: number; tone: 'tide' | 'buoy' | 'soft' | 'free' }[] = [
  { length: 190, tone: 'tide' },
  { length: 150, tone: 'soft' },
  { length: 170, tone: 'free' },
  { length: 230, tone: 'buoy' },
  { length: 160, tone: 'tide' },
  { length: 205, tone: 'soft' },
  { length: 170, tone: 'free' },
  { length: 180, tone: 'tide' },
  { length: 145, tone: 'soft' },
];
const TONES = {
  tide: 'fill-tide',
  buoy: 'fill-buoy',
  soft: 'fill-tide opacity-45',
  free: 'fill-none stroke-control opacity-60',
};

/** A quay from above, most of its berths taken. Only for the eye. */
function Harbour() {
  return (
    <div aria-hidden className="relative hidden overflow-hidden border-l border-line bg-sunken lg:block">
      <svg viewBox="0 0 760 860" preserveAspectRatio="xMinYMid slice" className="absolute inset-0 size-full">
        <path d="M0 0h190v860H0z" className="fill-line" />
        <path d="M184 0h6v860h-6z" className="fill-control opacity-50" />
        {BERTHS.map((berth, at) => {
          const y = 48 + at * 96;
          return (
            <g key={at}>
              <path
                d={`M190 ${String(y + 46)}h${String(at % 2 === 0 ? 150 : 110)}v4H190z`}
                className="fill-line"
              />
              <circle cx="176" cy={y - 12} r="3.5" className="fill-control" />
              <circle cx="176" cy={y + 12} r="3.5" className="fill-control" />
              {berth.tone !== 'free' && (
                <path
                  d={`M176 ${String(y - 12)}L212 ${String(y - 16)}M176 ${String(y + 12)}L212 ${String(y + 16)}`}
                  className="stroke-control"
                  strokeWidth="1.2"
                />
              )}
              <path
                d={hull(berth.length, 52)}
                transform={`translate(204 ${String(y)})`}
                className={TONES[berth.tone]}
                strokeWidth="1.5"
                strokeDasharray={berth.tone === 'free' ? '3 6' : undefined}
              />
              {berth.tone !== 'free' && (
                <path
                  d={`M224 ${String(y - 12)}h34a4 4 0 0 1 4 4v16a4 4 0 0 1-4 4h-34a4 4 0 0 1-4-4v-16a4 4 0 0 1 4-4z`}
                  className="fill-sunken opacity-35"
                />
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
