import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { navigationFor, Shell } from '../../components/shell/shell.tsx';
import { ThemeSwitch } from '../../components/shell/theme-switch.tsx';
import { Ago } from '../../components/ui/ago.tsx';
import { Notice } from '../../components/ui/surface.tsx';
import { requireActor } from '../../lib/auth/session.ts';
import { listClusters } from '../../lib/queries/clusters.ts';
import { toDecideCount } from '../../lib/queries/home.ts';
import { THEME_COOKIE, themeOf } from '../theme.ts';
import { SignOutButton } from './sign-out-button.tsx';

const ROLE_WORDS = { administrator: 'Administrator', approver: 'Approver', auditor: 'Auditor' };

/** The frame of every page for somebody who is signed in. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const decides =
    actor.roles.includes('administrator') ||
    actor.roles.includes('approver') ||
    actor.teams.some((team) => team.role === 'maintainer');
  const [clusters, waiting, jar] = await Promise.all([
    listClusters(actor),
    decides ? toDecideCount(actor) : null,
    cookies(),
  ]);
  const down = clusters.filter((cluster) => cluster.reachable === false && cluster.archivedAt === null);
  const teams = actor.teams.map((team) => team.name).join(', ');
  return (
    <Shell
      navigation={navigationFor({
        approvals: waiting,
        audit: actor.roles.includes('administrator') || actor.roles.includes('auditor'),
        administration: actor.roles.includes('administrator') || actor.roles.includes('auditor'),
      })}
      person={{
        name: actor.name,
        email: actor.email,
        lines: [
          ...(actor.roles.length > 0 ? [actor.roles.map((role) => ROLE_WORDS[role]).join(', ')] : []),
          ...(teams === '' ? [] : [`Teams: ${teams}`]),
        ],
      }}
      theme={<ThemeSwitch theme={themeOf(jar.get(THEME_COOKIE)?.value)} cookie={THEME_COOKIE} />}
      signOut={<SignOutButton />}
      banner={
        actor.sessionNotice !== undefined || down.length > 0 ? (
          <div className="mb-6 grid gap-2">
            {actor.sessionNotice !== undefined && (
              <Notice tone="warn" title="About your session">
                {actor.sessionNotice}
              </Notice>
            )}
            {down.map((cluster) => (
              <Notice key={cluster.name} tone="warn" title={`Berth can’t reach the cluster ${cluster.name}`}>
                What runs there keeps running and stays fenced. Changes wait, and are made by themselves when
                it is back.
                {cluster.observedAt && (
                  <>
                    {' '}
                    Last looked <Ago at={cluster.observedAt} />.
                  </>
                )}
              </Notice>
            ))}
          </div>
        ) : null
      }
    >
      {children}
    </Shell>
  );
}
