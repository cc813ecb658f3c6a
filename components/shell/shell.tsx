import {
  BookSearch,
  Boxes,
  CircleCheck,
  Container,
  Globe,
  House,
  KeyRound,
  LifeBuoy,
  Menu,
  MessageSquareText,
  ScrollText,
  Server,
  ShieldCheck,
  UserRound,
  Users,
  Waypoints,
} from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Status } from '../ui/badge.tsx';
import { Tips } from '../ui/tips.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { Connection } from './connection.tsx';
import { Mark } from './mark.tsx';
import { AskLink, Breadcrumbs, Navigation, type NavGroup } from './navigation.tsx';
import { PaletteButton } from './palette/palette-button.tsx';
import { Said } from './said.tsx';

/** Who is signed in: `as` is the shortest word for what they are here, `lines` say the rest. */
export type ShellPerson = { name: string; email: string; as: string; lines: string[] };

/** The links that this reader has; `approvals` null for somebody who never decides. */
export function navigationFor(options: {
  approvals: number | null;
  audit: boolean;
  administration: boolean;
  orphans: boolean;
}): NavGroup[] {
  const icon = 'size-4 shrink-0';
  return [
    {
      title: null,
      items: [
        { href: '/', label: 'Home', icon: <House aria-hidden className={icon} /> },
        { href: '/catalog', label: 'Catalog', icon: <BookSearch aria-hidden className={icon} /> },
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
      title: 'Directory',
      items: [
        { href: '/teams', label: 'Teams', icon: <Users aria-hidden className={icon} /> },
        { href: '/services', label: 'Services', icon: <Boxes aria-hidden className={icon} /> },
        { href: '/hosts', label: 'Hosts', icon: <Globe aria-hidden className={icon} /> },
        { href: '/zones', label: 'Zones', icon: <Waypoints aria-hidden className={icon} /> },
        { href: '/clusters', label: 'Clusters', icon: <Server aria-hidden className={icon} /> },
      ],
    },
    ...(options.audit || options.administration || options.orphans
      ? [
          {
            title: 'Oversight',
            items: [
              ...(options.audit
                ? [{ href: '/audit', label: 'Audit', icon: <ScrollText aria-hidden className={icon} /> }]
                : []),
              ...(options.orphans
                ? [{ href: '/orphans', label: 'Orphans', icon: <LifeBuoy aria-hidden className={icon} /> }]
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

/** "TH" for Tomás Hjelm. */
function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
}

/** The frame of every page: where I can go, where I am, and as whom. */
export function Shell({
  navigation,
  person,
  clusters,
  signOut,
  theme,
  banner,
  saidCookie,
  children,
}: {
  navigation: NavGroup[];
  person: ShellPerson;
  /** How many clusters there are, and how many Berth reaches. */
  clusters: { all: number; reached: number };
  signOut: ReactNode;
  theme: ReactNode;
  banner: ReactNode;
  /** The cookie in which an act leaves word for the page that it leads to. */
  saidCookie: string;
  children: ReactNode;
}) {
  const pages = navigation.flatMap(({ items }) =>
    items.map(({ href, label }) => ({ kind: 'page' as const, label, href })),
  );
  return (
    <div data-person={person.email} className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-tide focus:px-3 focus:py-2 focus:text-on-tide"
      >
        Skip to content
      </a>
      <aside
        aria-label="Berth"
        className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-r border-line bg-sunken px-3 pb-3 lg:flex"
      >
        <div className="flex h-14 shrink-0 items-center">
          <Brand />
        </div>
        <div className="flex-1 py-3">
          <Navigation groups={navigation} label="Main" />
        </div>
        <Fleet {...clusters} />
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex h-14 items-center gap-3 border-b border-line bg-canvas/92 px-3 backdrop-blur sm:px-6">
          <button
            type="button"
            popoverTarget="menu"
            className="grid size-9 shrink-0 place-items-center rounded-md hover:bg-sunken lg:hidden"
            aria-label="Menu"
          >
            <Menu aria-hidden className="size-5" />
          </button>
          <Breadcrumbs />
          <div className="ml-auto flex shrink-0 items-center gap-2">
            <PaletteButton pages={pages} />
            <AskLink />
            <PersonButton {...person} />
          </div>
          <div
            id="menu"
            popover="auto"
            className="fixed inset-auto top-14 left-0 m-0 max-h-[calc(100dvh-4rem)] w-72 max-w-[85vw] overflow-y-auto rounded-br-lg border border-line bg-raised p-3 shadow-pop"
          >
            <Navigation groups={navigation} label="Menu" />
          </div>
          <div
            id="person"
            popover="auto"
            className="fixed inset-auto top-14 right-3 m-0 w-72 rounded-lg border border-line bg-raised p-1.5 shadow-pop sm:right-6"
          >
            <div className="border-b border-line px-2.5 pt-1.5 pb-2.5">
              <p className="font-medium wrap-anywhere">{person.name}</p>
              <p className="text-xs wrap-anywhere text-soft">{person.email}</p>
              {person.lines.map((line) => (
                <p key={line} className="mt-1 text-xs text-faint">
                  {line}
                </p>
              ))}
            </div>
            <div className="border-b border-line py-1.5">{theme}</div>
            <Link
              href="/people/me"
              className="mt-1.5 flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-sm hover:bg-sunken"
            >
              <UserRound aria-hidden className="size-4 text-faint" /> Your page
            </Link>
            <Link
              href="/settings/tokens"
              className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-sm hover:bg-sunken"
            >
              <KeyRound aria-hidden className="size-4 text-faint" /> API tokens
            </Link>
            {signOut}
          </div>
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-[82rem] flex-1 px-4 pt-7 pb-16 outline-none sm:px-8"
        >
          {banner}
          {children}
        </main>
      </div>
      <Connection />
      <Said cookie={saidCookie} />
      <Toasts />
      <Tips />
    </div>
  );
}

/** As whom I am here: always in sight, and the way to what is mine. */
function PersonButton({ name, as }: ShellPerson) {
  return (
    <button
      type="button"
      popoverTarget="person"
      className="flex min-h-9 items-center gap-2.5 rounded-md text-left hover:bg-sunken sm:px-1.5"
    >
      <span
        aria-hidden
        className="grid size-8 shrink-0 place-items-center rounded-full border border-tide/20 bg-tide-wash text-2xs font-semibold text-tide-strong"
      >
        {initialsOf(name)}
      </span>
      <span className="sr-only">Signed in as </span>
      <span className="max-w-36 min-w-0 leading-4 max-xl:sr-only">
        <span className="block truncate text-xs font-medium">{name}</span>
        <span className="block truncate text-2xs text-faint">
          <span className="sr-only">, </span>
          {as}
        </span>
      </span>
    </button>
  );
}

/** "Both clusters answer", "18 of 20 clusters answer". */
function answering(all: number, reached: number): string {
  if (reached < all)
    return `${String(reached)} of ${String(all)} clusters ${reached === 1 ? 'answers' : 'answer'}`;
  if (all === 1) return 'The cluster answers';
  return all === 2 ? 'Both clusters answer' : `All ${String(all)} clusters answer`;
}

/** Whether Berth reaches its clusters: at the foot of the links, on every page. */
function Fleet({ all, reached }: { all: number; reached: number }) {
  if (all === 0) return null;
  return (
    <Link
      href="/clusters"
      className="flex min-h-9 items-center rounded-md px-2.5 text-xs text-soft hover:bg-line/50 hover:text-ink"
    >
      <Status tone={reached === all ? 'ok' : 'warn'}>{answering(all, reached)}</Status>
    </Link>
  );
}

function Brand() {
  return (
    <Link
      href="/"
      className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-lg font-semibold tracking-[-0.02em]"
    >
      <Mark />
      Berth
    </Link>
  );
}
