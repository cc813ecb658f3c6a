import type { Metadata } from 'next';
import Link from 'next/link';
import { FilterBar } from '../../../../components/ui/filter-bar.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Pager } from '../../../../components/ui/pager.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { PageHeader, Panel } from '../../../../components/ui/surface.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../../../../components/ui/table.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { listServices } from '../../../../lib/queries/services.ts';
import { teamChoices } from '../../../../lib/queries/choices.ts';
import { load } from '../../../load.ts';
import { addressOf, one } from '../../../search-params.ts';

export const metadata: Metadata = { title: 'Services' };

/** All services. */
export default async function ServicesPage({ searchParams }: PageProps<'/services'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const q = one(query['q']);
  const team = one(query['team']);
  const cursor = one(query['cursor']);
  const [page, teams] = await Promise.all([
    load(
      listServices(actor, {
        ...(q === undefined ? {} : { q }),
        ...(team === undefined ? {} : { team }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    ),
    teamChoices(actor),
  ]);
  const filtered = q !== undefined || team !== undefined;
  return (
    <>
      <PageHeader title="Services" description="What runs in the namespaces, and who is behind it." />
      <FilterBar
        path="/services"
        search={{ label: 'Search services', placeholder: 'Name or description', value: q ?? '' }}
        filters={[
          {
            name: 'team',
            label: 'Team',
            value: team ?? '',
            options: teams.map(({ slug, name }) => ({ value: slug, label: name })),
          },
        ]}
      />
      <Panel flush>
        {page.rows.length === 0 ? (
          <Empty
            title={filtered ? 'No service fits' : 'There are no services yet'}
            action={filtered && <ButtonLink href="/services">Show all</ButtonLink>}
          >
            {filtered
              ? 'Try fewer or other words.'
              : 'A service is made with its first namespace, or on the page of its team.'}
          </Empty>
        ) : (
          <Table
            caption="Services"
            head={
              <>
                <Th>Service</Th>
                <Th wide>Owner</Th>
                <Th wide>Tier</Th>
                <Th wide className="text-right">
                  Namespaces
                </Th>
              </>
            }
          >
            {page.rows.map((service) => (
              <Tr key={service.id}>
                <Td className="min-w-44 wrap-anywhere">
                  <Link
                    href={`/services/${service.slug}`}
                    prefetch={false}
                    className="covers font-medium hover:underline"
                  >
                    {service.name}
                  </Link>
                  {service.description && (
                    <p className="line-clamp-1 text-xs text-soft">{service.description}</p>
                  )}
                  <Stack>
                    <Dotted
                      parts={[
                        service.team.name,
                        service.tier !== null && `tier ${String(service.tier)}`,
                        count(service.namespaces, 'namespace'),
                      ]}
                    />
                  </Stack>
                </Td>
                <Td wide className="w-[22%] max-w-0 truncate text-soft">
                  {service.team.name}
                </Td>
                <Td wide className="num text-soft">
                  {service.tier}
                </Td>
                <Td wide className="num text-right text-soft">
                  {service.namespaces}
                </Td>
              </Tr>
            ))}
          </Table>
        )}
      </Panel>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/services', { q, team, cursor: page.nextCursor })}
        first={cursor === undefined ? null : addressOf('/services', { q, team })}
        exports={[
          { label: 'CSV', href: addressOf('/api/v1/services', { q, team, format: 'csv' }) },
          { label: 'JSON', href: addressOf('/api/v1/services', { q, team }) },
        ]}
      />
    </>
  );
}
