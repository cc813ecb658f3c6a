'use client';
import { ChevronRight, LoaderCircle, Plus } from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { buttonClass } from '../ui/button-class.ts';
import { cx } from '../ui/cx.ts';

type NavItem = { href: string; label: string; icon: ReactNode; count?: number };
export type NavGroup = { title: string | null; items: NavItem[] };

/** Whether `path` is the page of `href` or below it. Home is itself only. */
function isHere(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

/** Shows that a page is on its way, when it takes longer than one would wait without a sign. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  return pending ? <LoaderCircle aria-hidden className="late ml-auto size-3.5 shrink-0" /> : null;
}

/** The links of the shell; the one that leads to where the reader is says so. */
export function Navigation({ groups, label }: { groups: NavGroup[]; label: string }) {
  const path = usePathname();
  // On a phone the links stand in a popover: it has done its work once the page changed.
  useEffect(() => {
    for (const open of document.querySelectorAll<HTMLElement>('[popover]:popover-open')) open.hidePopover();
  }, [path]);
  return (
    <nav aria-label={label} className="grid gap-6">
      {groups.map((group, at) => (
        <div key={at}>
          {group.title && <p className="mb-1.5 px-2.5 text-2xs font-medium text-faint">{group.title}</p>}
          <ul className="grid gap-0.5">
            {group.items.map((item) => {
              const here = isHere(path, item.href);
              return (
                <li key={item.href}>
                  <Link
                    href={item.href}
                    aria-current={here ? 'page' : undefined}
                    className={cx(
                      'relative flex min-h-8.5 items-center gap-2.5 rounded-md px-2.5 text-sm max-lg:min-h-11',
                      here
                        ? 'bg-tide-wash font-medium text-tide-strong'
                        : 'text-soft hover:bg-line/50 hover:text-ink',
                    )}
                  >
                    {item.icon}
                    {item.label}
                    <OnItsWay />
                    {item.count !== undefined && item.count > 0 && (
                      <span className="num ml-auto rounded-full bg-buoy px-1.5 text-2xs font-semibold text-on-buoy">
                        {item.count > 99 ? '99+' : item.count}
                        <span className="sr-only"> waiting</span>
                      </span>
                    )}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}

const WORDS: Record<string, string> = {
  namespaces: 'Namespaces',
  ask: 'Ask for a namespace',
  requests: 'Requests',
  approvals: 'Approvals',
  teams: 'Teams',
  services: 'Services',
  clusters: 'Clusters',
  settings: 'Settings',
  tokens: 'API tokens',
  admin: 'Administration',
  roles: 'Roles and people',
  audit: 'Audit',
  zones: 'Zones',
  hosts: 'Hosts',
  connections: 'Connections',
  network: 'Network',
  catalog: 'Catalog',
  confirm: 'To confirm',
  orphans: 'Orphans',
  people: 'People',
};
// Parts of an address that are no page of their own lead to the list that they stand for.
const LEADS: Record<string, string | null> = {
  '/settings': null,
  '/admin': null,
  '/people': '/catalog?q=kind%3Aperson',
};

/** Where I am, from the address: each part but the last is a link. */
export function Breadcrumbs() {
  const parts = usePathname()
    .split('/')
    .filter(Boolean)
    .map((part) => decodeURIComponent(part));
  const crumbs = parts.map((part, at) => {
    const href = `/${parts
      .slice(0, at + 1)
      .map(encodeURIComponent)
      .join('/')}`;
    const cluster = parts[0] === 'namespaces' && at === 1;
    return {
      href: cluster
        ? `/namespaces?cluster=${encodeURIComponent(part)}`
        : href in LEADS
          ? (LEADS[href] ?? null)
          : href,
      label:
        at === 0 || (parts[0] === 'teams' && at === 2) || parts[0] === 'settings' || parts[0] === 'admin'
          ? (WORDS[part] ?? part)
          : parts[0] === 'requests'
            ? `#${part}`
            : parts[0] === 'people'
              ? 'Person'
              : part,
    };
  });
  if (crumbs.length === 0) crumbs.push({ href: '/', label: 'Home' });
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-sm">
        {crumbs.map((crumb, at) => {
          const last = at === crumbs.length - 1;
          return (
            <li
              key={at}
              className={cx(
                'flex items-center gap-1.5',
                // What leads to a list is short; names in between may be long.
                at === 0 && !last ? 'shrink-0' : 'min-w-0',
                !last && 'max-sm:hidden',
              )}
            >
              {last ? (
                <span aria-current="page" className="truncate font-medium">
                  {crumb.label}
                </span>
              ) : crumb.href ? (
                <Link
                  href={crumb.href}
                  className="truncate rounded-sm py-1 text-soft hover:text-ink hover:underline"
                >
                  {crumb.label}
                </Link>
              ) : (
                <span className="text-soft">{crumb.label}</span>
              )}
              {!last && <ChevronRight aria-hidden className="size-3.5 shrink-0 text-control" />}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** The way to ask, from everywhere but the page where one does. */
export function AskLink() {
  if (usePathname() === '/ask') return null;
  return (
    <Link
      href="/ask"
      aria-label="Ask for a namespace"
      className={`${buttonClass('primary')} max-sm:w-9 max-sm:px-0`}
    >
      <Plus aria-hidden className="size-4" />
      <span className="max-sm:hidden">Ask for a namespace</span>
    </Link>
  );
}
