import { BookOpen, ChartLine, Mail, MessageCircle, Phone, type LucideIcon } from 'lucide-react';

/** What a link out of Berth is for. */
export type OutsideName = 'E-mail' | 'Chat' | 'On call' | 'Runbook' | 'Dashboards';

const ICONS: Record<OutsideName, LucideIcon> = {
  'E-mail': Mail,
  Chat: MessageCircle,
  'On call': Phone,
  Runbook: BookOpen,
  Dashboards: ChartLine,
};

/** Ways to help, side by side: those that are known, and only what a browser may follow. `of` names whose they are to who hears them. */
export function OutsideLinks({
  of,
  links,
}: {
  of: string;
  links: readonly (readonly [OutsideName, string | null])[];
}) {
  const known = links.filter(([, href]) => href !== null && /^(https?:|mailto:)/i.test(href));
  if (known.length === 0) return null;
  return (
    <ul className="above flex flex-wrap gap-x-4">
      {known.map(([name, href]) => {
        const Icon = ICONS[name];
        return (
          <li key={name}>
            <a
              href={href ?? ''}
              rel="noreferrer"
              aria-label={`${name} of ${of}`}
              className="inline-flex min-h-7 items-center gap-1.5 rounded-sm text-tide hover:text-tide-strong hover:underline max-sm:min-h-9"
            >
              <Icon aria-hidden className="size-3.5 shrink-0" />
              {name}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
