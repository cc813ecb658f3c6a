import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { DownNotice } from '../../components/clusters/down-notice.tsx';
import { navigationFor, Shell } from '../../components/shell/shell.tsx';
import { ThemeSwitch } from '../../components/shell/theme-switch.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { requireActor } from '../../lib/auth/session.ts';
import { fleet } from '../../lib/queries/clusters.ts';
import { toDecideCount } from '../../lib/queries/home.ts';
import { seesOrphans } from '../../lib/queries/orphans.ts';
import { SAID_COOKIE } from '../say.ts';
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
  const [clusters, waiting, orphans, jar] = await Promise.all([
    fleet(actor),
    decides ? toDecideCount(actor) : null,
    seesOrphans(actor),
    cookies(),
  ]);
  const roles = actor.roles.map((role) => ROLE_WORDS[role]);
  const teams = actor.teams.map((team) => team.name);
  return (
    <Shell
      navigation={navigationFor({
        approvals: waiting,
        audit: actor.roles.includes('administrator') || actor.roles.includes('auditor'),
        administration: actor.roles.includes('administrator') || actor.roles.includes('auditor'),
        orphans,
      })}
      person={{
        name: actor.name,
        email: actor.email,
        as: [...roles, ...teams].join(', ') || 'In no team yet',
        lines: [
          ...(roles.length > 0 ? [roles.join(', ')] : []),
          ...(teams.length > 0 ? [`${teams.length === 1 ? 'Team' : 'Teams'}: ${teams.join(', ')}`] : []),
        ],
      }}
      clusters={clusters}
      saidCookie={SAID_COOKIE}
      theme={<ThemeSwitch theme={themeOf(jar.get(THEME_COOKIE)?.value)} cookie={THEME_COOKIE} />}
      signOut={<SignOutButton />}
      banner={
        actor.sessionNotice !== undefined || clusters.down > 0 ? (
          <div className="mb-6 grid gap-2">
            {actor.sessionNotice !== undefined && (
              <Notice tone="warn" title="About your session">
                {actor.sessionNotice}
              </Notice>
            )}
            <DownNotice {...clusters} />
          </div>
        ) : null
      }
    >
      {children}
    </Shell>
  );
}
