import { BookOpen, ChartLine, MessageCircle, Phone, Users, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { CatalogLink, LinkKind } from '../../lib/domain/catalog/links.ts';
import { atDots } from '../hosts/host-name.tsx';

const WAYS: readonly { kind: LinkKind; Icon: LucideIcon; title: string; missing: string }[] = [
  { kind: 'chat', Icon: MessageCircle, title: 'Chat', missing: 'No chat is named' },
  { kind: 'oncall', Icon: Phone, title: 'On call', missing: 'Nobody is named' },
  { kind: 'runbook', Icon: BookOpen, title: 'Runbook', missing: 'There is none' },
  { kind: 'dashboards', Icon: ChartLine, title: 'Dashboards', missing: 'None are named' },
];

const TILE = 'flex h-full min-h-14 min-w-0 items-center gap-2.5 bg-surface px-3.5 py-2.5';
const LIVE = `${TILE} hover:bg-sunken focus-visible:-outline-offset-2`;

/**
 * What somebody on call needs before all else: who owns it, their chat, who is on call, what to do, and what can be seen. Always these,
 * always in this order, so that a missing one is seen. `team` is left out on the team's own page.
 */
export function FirstHelp({
  of,
  team,
  links,
}: {
  /** Whose help it is, for who hears the page. */
  of: string;
  team?: { slug: string; name: string; contactEmail: string | null };
  links: readonly CatalogLink[];
}) {
  return (
    <nav aria-label={`First help for ${of}`} className="mb-7 overflow-hidden rounded-lg border border-line">
      <ul className="grid grid-cols-2 gap-px bg-line lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">
        {team && (
          <li className="min-w-0 max-lg:col-span-2">
            <Link href={`/teams/${team.slug}`} prefetch={false} className={LIVE}>
              <Words Icon={Users} title="Owner" text={team.name} />
            </Link>
          </li>
        )}
        {WAYS.filter(({ kind }) => team !== undefined || kind === 'chat' || kind === 'oncall').map((way) => (
          <li key={way.kind} className="min-w-0">
            <Way {...way} link={links.find(({ kind }) => kind === way.kind)} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Way({
  Icon,
  title,
  missing,
  link,
}: Pick<(typeof WAYS)[number], 'Icon' | 'title' | 'missing'> & { link: CatalogLink | undefined }) {
  if (link === undefined || !/^https?:/i.test(link.url)) {
    return (
      <div className={TILE}>
        <Words Icon={Icon} title={title} text={missing} faint />
      </div>
    );
  }
  return (
    <a href={link.url} rel="noreferrer" className={LIVE}>
      <Words Icon={Icon} title={title} text={atDots(hostOf(link.url))} />
    </a>
  );
}

function Words({
  Icon,
  title,
  text,
  faint = false,
}: {
  Icon: LucideIcon;
  title: string;
  text: ReactNode;
  faint?: boolean;
}) {
  return (
    <>
      <Icon aria-hidden className={`size-4 shrink-0 ${faint ? 'text-faint' : 'text-tide'}`} />
      <span className="min-w-0">
        <span className={`block font-medium ${faint ? 'text-soft' : ''}`}>{title}</span>
        <span className="line-clamp-2 text-xs wrap-anywhere text-soft">{text}</span>
      </span>
    </>
  );
}

/** Where a web address leads: its host. */
function hostOf(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/i, '').replace(/[/?#].*$/, '');
}
