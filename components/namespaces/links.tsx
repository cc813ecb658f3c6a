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
