import { ExternalLink } from 'lucide-react';

/** A link that leaves Berth. It opens as the reader likes: no new tab is forced. Only http, https and mailto are followed. */
export function Outside({ href, children }: { href: string; children: string }) {
  const safe = /^(https?:|mailto:)/i.test(href);
  if (!safe) return <span className="wrap-anywhere">{children}</span>;
  return (
    <a href={href} rel="noreferrer" className="link inline-flex min-h-6 items-center gap-1 wrap-anywhere">
      {children}
      {!href.startsWith('mailto:') && <ExternalLink aria-hidden className="size-3 shrink-0" />}
    </a>
  );
}

const KNOWN: Record<string, string> = {
  documentation: 'Documentation',
  docs: 'Documentation',
  dashboards: 'Dashboards',
  dashboard: 'Dashboard',
  logs: 'Logs',
  runbook: 'Runbook',
  repository: 'Repository',
  support: 'Support',
  incidents: 'Incidents',
  performance: 'Performance',
  uptime: 'Uptime',
  bugs: 'Bugs',
  chat: 'Chat',
};

/** The title of a link's key: "runbook" is "Runbook". */
export function linkTitle(key: string): string {
  return KNOWN[key.toLowerCase()] ?? key.charAt(0).toUpperCase() + key.slice(1).replaceAll('-', ' ');
}

const DOCS = /doc|runbook|wiki|repo/i;
const BOARDS = /dash|metric|log|trace|performance|uptime|monitor|grafana|slo|sla/i;

/** Links by which question they answer: where the docs are, where the dashboards are, and where to turn to. */
export function splitLinks(links: Record<string, string>): {
  docs: [string, string][];
  boards: [string, string][];
  help: [string, string][];
} {
  const all = Object.entries(links).filter(([, href]) => href !== '');
  const docs = all.filter(([key]) => DOCS.test(key));
  const boards = all.filter(([key]) => !DOCS.test(key) && BOARDS.test(key));
  return { docs, boards, help: all.filter((link) => !docs.includes(link) && !boards.includes(link)) };
}

/** Links of one group, one a line; `none` says what it means that there are none. */
export function LinkList({ links, none }: { links: [string, string][]; none: string }) {
  if (links.length === 0) return <span className="text-soft">{none}</span>;
  return (
    <ul className="grid gap-0.5">
      {links.map(([key, href]) => (
        <li key={key}>
          <Outside href={href}>{linkTitle(key)}</Outside>
        </li>
      ))}
    </ul>
  );
}
