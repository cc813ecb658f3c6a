import { BookOpen, ChartLine, Mail, MessageCircle, Phone, Users, type LucideIcon } from 'lucide-react';
import Link from 'next/link';

/** What a link out of Berth is for. */
export type OutsideName = 'E-mail' | 'Chat' | 'On call' | 'Runbook' | 'Dashboards';

const ICONS: Record<OutsideName, LucideIcon> = {
  'E-mail': Mail,
  Chat: MessageCircle,
  'On call': Phone,
  Runbook: BookOpen,
  Dashboards: ChartLine,
};

const way =
  'inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-sm text-tide hover:text-tide-strong hover:underline max-sm:min-h-9';

/**
 * Ways to help, side by side: the owner where one is given, then those that are known, and only what a browser may follow. `of` names
 * whose they are to who hears them.
 */
export function OutsideLinks({
  of,
  owner = null,
  links,
}: {
  of: string;
  owner?: { slug: string; name: string } | null;
  links: readonly (readonly [OutsideName, string | null])[];
}) {
  const known = links.filter(([, href]) => href !== null && /^(https?:|mailto:)/i.test(href));
  if (known.length === 0 && owner === null) return null;
  return (
    <ul className="above flex min-w-0 flex-wrap gap-x-4">
      {owner && (
        <li className="min-w-0">
          <Link
            href={`/teams/${owner.slug}`}
            prefetch={false}
            aria-label={`Owner of ${of}: ${owner.name}`}
            className={way}
          >
            <Users aria-hidden className="size-3.5 shrink-0" />
            <span className="min-w-0 max-w-60 truncate">{owner.name}</span>
          </Link>
        </li>
      )}
      {known.map(([name, href]) => {
        const Icon = ICONS[name];
        return (
          <li key={name}>
            <a href={href ?? ''} rel="noreferrer" aria-label={`${name} of ${of}`} className={way}>
              <Icon aria-hidden className="size-3.5 shrink-0" />
              {name}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
