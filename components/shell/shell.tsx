import {
  Anchor,
  Boxes,
  CircleCheck,
  Container,
  House,
  KeyRound,
  Menu,
  MessageSquareText,
  ScrollText,
  Server,
  ShieldCheck,
  Users,
} from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { ButtonLink } from '../ui/button.tsx';
import { Mark } from './mark.tsx';
import { AskLink, Breadcrumbs, Navigation, type NavGroup } from './navigation.tsx';

export type ShellPerson = { name: string; email: string; lines: string[] };

/** The links that this reader has; `approvals` null for somebody who never decides. */
export function navigationFor(options: {
  approvals: number | null;
  audit: boolean;
  administration: boolean;
}): NavGroup[] {
  const icon = 'size-4 shrink-0';
  return [
    {
      title: null,
      items: [
        { href: '/', label: 'Home', icon: <House aria-hidden className={icon} /> },
        { href: '/namespaces', label: 'Namespaces', icon: <Container aria-hidden className={icon} /> },
        { href: '/requests', label: 'Requests', icon: <MessageSquareText aria-hidden className={icon} /> },
        ...(options.approvals === null
          ? []
          : [
              {
                href: '/approvals',
                label: 'Approvals',
                icon: <CircleCheck aria-hidden className={icon} />,
                count: options.approvals,
              },
            ]),
      ],
    },
    {
      title: 'Catalog',
      items: [
        { href: '/teams', label: 'Teams', icon: <Users aria-hidden className={icon} /> },
        { href: '/services', label: 'Services', icon: <Boxes aria-hidden className={icon} /> },
        { href: '/clusters', label: 'Clusters', icon: <Server aria-hidden className={icon} /> },
      ],
    },
    ...(options.audit || options.administration
      ? [
          {
            title: 'Oversight',
            items: [
              ...(options.audit
                ? [{ href: '/audit', label: 'Audit', icon: <ScrollText aria-hidden className={icon} /> }]
                : []),
              ...(options.administration
                ? [
                    {
                      href: '/admin/roles',
                      label: 'Roles and people',
                      icon: <ShieldCheck aria-hidden className={icon} />,
                    },
                  ]
                : []),
            ],
          },
        ]
      : []),
  ];
}

/** The frame of every page: where I can go, where I am, and as whom. */
export function Shell({
  navigation,
  person,
  signOut,
  theme,
  banner,
  children,
}: {
  navigation: NavGroup[];
  person: ShellPerson;
  signOut: ReactNode;
  theme: ReactNode;
  banner: ReactNode;
  children: ReactNode;
}) {
  const initials = person.name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-tide focus:px-3 focus:py-2 focus:text-on-tide"
      >
        Skip to content
      </a>
      <div className="sticky top-0 hidden h-dvh flex-col gap-6 overflow-y-auto border-r border-line bg-sunken px-3 py-4 lg:flex">
        <Navigation groups={navigation} label="Main" brand={<Brand />} />
      </div>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex h-13 items-center gap-3 border-b border-line bg-canvas/92 px-4 backdrop-blur sm:px-6">
          <button
            type="button"
            popoverTarget="menu"
            className="-ml-2 grid size-10 place-items-center rounded-md hover:bg-sunken lg:hidden"
            aria-label="Menu"
          >
            <Menu aria-hidden className="size-5" />
          </button>
          <Breadcrumbs />
          <div className="ml-auto flex shrink-0 items-center gap-2">
            <AskLink />
            <button
              type="button"
              popoverTarget="person"
              className="grid size-9 place-items-center rounded-full border border-line bg-surface text-xs font-semibold text-soft hover:border-control hover:text-ink"
            >
              <span aria-hidden>{initials}</span>
              <span className="sr-only">Signed in as {person.name}</span>
            </button>
          </div>
          <div
            id="menu"
            popover="auto"
            className="fixed inset-auto top-13 left-0 m-0 max-h-[calc(100dvh-4rem)] w-72 max-w-[85vw] overflow-y-auto rounded-br-lg border border-line bg-raised p-4 shadow-xl"
          >
            <Navigation groups={navigation} label="Menu" />
          </div>
          <div
            id="person"
            popover="auto"
            className="fixed inset-auto top-13 right-3 m-0 w-72 rounded-lg border border-line bg-raised p-1.5 shadow-xl sm:right-5"
          >
            <div className="border-b border-line px-2.5 pt-1.5 pb-2.5">
              <p className="font-medium break-words">{person.name}</p>
              <p className="text-xs break-words text-soft">{person.email}</p>
              {person.lines.map((line) => (
                <p key={line} className="mt-1 text-xs text-faint">
                  {line}
                </p>
              ))}
            </div>
            <div className="border-b border-line py-1.5">{theme}</div>
            <Link
              href="/settings/tokens"
              className="mt-1.5 flex min-h-9 items-center gap-2 rounded-md px-2.5 text-sm hover:bg-sunken"
            >
              <KeyRound aria-hidden className="size-4 text-faint" /> API tokens
            </Link>
            {signOut}
          </div>
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-[86rem] flex-1 px-4 py-6 outline-none sm:px-6"
        >
          {banner}
          {children}
        </main>
      </div>
    </div>
  );
}

function Brand() {
  return (
    <Link href="/" className="flex items-center gap-2.5 px-2.5 text-base font-semibold tracking-tight">
      <Mark />
      Berth
    </Link>
  );
}

/** The empty-handed start of somebody who is in no team: why, and what to do. */
export function NoTeam({ email }: { email: string }) {
  return (
    <div className="flex gap-4 rounded-lg border border-line bg-surface p-5">
      <Anchor aria-hidden className="mt-0.5 size-5 shrink-0 text-tide" />
      <div>
        <h2 className="font-semibold">You are in no team yet</h2>
        <p className="mt-1 max-w-prose text-soft">
          Teams come from the groups of your account ({email}). None of your groups is mapped to a team here.
          Ask an administrator of Berth to map one of them, or have yourself added to your team’s group; it
          counts at your next sign-in at the latest.
        </p>
        <div className="mt-3">
          <ButtonLink href="/teams">See the teams</ButtonLink>
        </div>
      </div>
    </div>
  );
}
