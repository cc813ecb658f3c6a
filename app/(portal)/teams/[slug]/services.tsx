import Link from 'next/link';
import { LIFECYCLE_WORDS } from '../../../../components/catalog/service-words.ts';
import { Badge } from '../../../../components/ui/badge.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Rest } from '../../../../components/ui/pager.tsx';
import { List, ListRow, Section } from '../../../../components/ui/surface.tsx';
import type { ServiceRow, TeamView } from '../../../../lib/queries/types.ts';

/** What a team runs. */
export function Services({ team }: { team: TeamView }) {
  return (
    <Section title="Services" hint={count(team.services, 'service')} flush>
      {team.serviceRows.length === 0 ? (
        <Empty title="No service yet">A service is made with the first namespace, or by itself.</Empty>
      ) : (
        <List>
          {team.serviceRows.map((service) => (
            <Service key={service.slug} service={service} />
          ))}
        </List>
      )}
      <Rest shown={team.serviceRows.length} all={team.services} href={`/services?team=${team.slug}`} />
    </Section>
  );
}

function Service({ service }: { service: ServiceRow }) {
  const { badge } = LIFECYCLE_WORDS[service.lifecycle];
  return (
    <ListRow>
      <span className="flex flex-wrap items-center justify-between gap-x-4">
        <span className="flex flex-wrap items-center gap-x-2">
          <Link
            href={`/services/${service.slug}`}
            prefetch={false}
            className="covers font-medium hover:underline"
          >
            {service.name}
          </Link>
          {badge && <Badge tone={badge.tone}>{badge.word}</Badge>}
        </span>
        <span className="num text-xs text-faint">
          {service.tier !== null && `tier ${String(service.tier)} · `}
          {count(service.namespaces, 'namespace')}
        </span>
      </span>
      {service.description && <p className="text-xs text-soft">{service.description}</p>}
    </ListRow>
  );
}
