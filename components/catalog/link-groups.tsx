import type { ReactNode } from 'react';
import type { CatalogLink, LinkGroup, LinkSource } from '../../lib/domain/catalog/links.ts';
import { Outside } from '../namespaces/links.tsx';
import { Fact } from '../ui/surface.tsx';

const GROUPS: readonly { group: LinkGroup; title: string; none: string | null }[] = [
  { group: 'help', title: 'Help', none: null },
  { group: 'docs', title: 'Docs', none: 'The service names none.' },
  { group: 'boards', title: 'Dashboards', none: 'The service names none.' },
];

const SAID_BY: Record<LinkSource, string | null> = {
  namespace: 'of this namespace',
  service: null,
  team: 'of the team',
  cluster: 'by the cluster’s template',
};

type Beside = (link: CatalogLink) => ReactNode;

/**
 * Links by the question they answer, for a `Facts` list; beside each, who says it where it isn't the service itself, and what `beside`
 * makes of it.
 */
export function LinkGroups({ links, beside }: { links: readonly CatalogLink[]; beside?: Beside }) {
  return GROUPS.map(({ group, title, none }) => {
    const own = links.filter((link) => link.group === group);
    if (own.length === 0 && none === null) return null;
    return (
      <Fact key={group} name={title}>
        {own.length === 0 ? (
          <span className="text-soft">{none}</span>
        ) : (
          <LinkLines links={own} {...(beside && { beside })} />
        )}
      </Fact>
    );
  });
}

/** Links, one a line. */
function LinkLines({ links, beside }: { links: readonly CatalogLink[]; beside?: Beside }) {
  return (
    <ul className="grid gap-0.5">
      {links.map((link) => (
        <li key={`${link.from} ${link.name}`} className="flex flex-wrap items-center gap-x-2">
          <Outside href={link.url}>{link.label}</Outside>
          {SAID_BY[link.from] !== null && <span className="text-xs text-faint">{SAID_BY[link.from]}</span>}
          {beside?.(link)}
        </li>
      ))}
    </ul>
  );
}
