import Link from 'next/link';
import { OutsideLinks } from '../catalog/outside-links.tsx';
import { Badge } from '../ui/badge.tsx';
import { count } from '../ui/format.ts';
import { List, ListRow } from '../ui/surface.tsx';

type Team = {
  slug: string;
  name: string;
  description: string;
  role: 'member' | 'maintainer';
  contactEmail: string | null;
  chatUrl: string | null;
  onCallUrl: string | null;
  namespaces: number;
  services: number;
  serviceRows: { slug: string; name: string; tier: number | null }[];
};

/** The teams of a person: their part in each, how to reach it, and what it runs. */
export function PersonTeams({ teams }: { teams: readonly Team[] }) {
  return (
    <List label="Teams">
      {teams.map((team) => (
        <ListRow key={team.slug} className="grid gap-x-8 gap-y-2 md:grid-cols-2">
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <Link
                href={`/teams/${team.slug}`}
                prefetch={false}
                className="font-medium wrap-anywhere hover:underline"
              >
                {team.name}
              </Link>
              <Badge tone={team.role === 'maintainer' ? 'info' : 'neutral'}>{team.role}</Badge>
            </p>
            {team.description && (
              <p className="mt-0.5 line-clamp-2 text-soft wrap-anywhere">{team.description}</p>
            )}
            <OutsideLinks
              of={team.name}
              links={[
                ['E-mail', team.contactEmail === null ? null : `mailto:${team.contactEmail}`],
                ['Chat', team.chatUrl],
                ['On call', team.onCallUrl],
              ]}
            />
          </div>
          <div className="min-w-0 text-xs text-soft">
            {team.serviceRows.length > 0 && (
              <ul aria-label={`Services of ${team.name}`} className="flex flex-wrap gap-x-3 gap-y-1">
                {team.serviceRows.map((service) => (
                  <li key={service.slug} className="min-w-0">
                    <Link
                      href={`/services/${service.slug}`}
                      prefetch={false}
                      className="link inline-flex min-h-6 items-center text-sm wrap-anywhere"
                    >
                      {service.name}
                    </Link>
                    {service.tier !== null && (
                      <span className="num text-faint"> tier {String(service.tier)}</span>
                    )}
                  </li>
                ))}
                {team.services > team.serviceRows.length && (
                  <li>
                    <Link
                      href={`/services?team=${team.slug}`}
                      prefetch={false}
                      className="link inline-flex min-h-6 items-center text-sm"
                    >
                      all {count(team.services, 'service')}
                    </Link>
                  </li>
                )}
              </ul>
            )}
            <p>
              {team.namespaces === 0 ? (
                team.services === 0 ? (
                  'It runs nothing yet.'
                ) : (
                  'None of it has a namespace yet.'
                )
              ) : (
                <Link
                  href={`/catalog?q=team%3A${team.slug}`}
                  prefetch={false}
                  className="link inline-flex min-h-6 items-center"
                >
                  {count(team.namespaces, 'namespace')}
                </Link>
              )}
            </p>
          </div>
        </ListRow>
      ))}
    </List>
  );
}
