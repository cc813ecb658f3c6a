import type { Metadata } from 'next';
import { FilterBar } from '../../../../components/ui/filter-bar.tsx';
import { NamespaceTable } from '../../../../components/namespaces/namespace-table.tsx';
import { environmentWord } from '../../../../components/namespaces/words.ts';
import { Live } from '../../../../components/shell/live.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Pager } from '../../../../components/ui/pager.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { PageHeader, Panel } from '../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { ENVIRONMENTS } from '../../../../lib/domain/desired-state/words.ts';
import { NAMESPACE_PHASES } from '../../../../lib/domain/lifecycle/index.ts';
import { clusterChoices, teamChoices } from '../../../../lib/queries/choices.ts';
import { listNamespaces } from '../../../../lib/queries/namespaces.ts';
import { load } from '../../../load.ts';
import { addressOf, one } from '../../../search-params.ts';

export const metadata: Metadata = { title: 'Namespaces' };

/** All namespaces on all clusters. The address holds search and filters. */
export default async function NamespacesPage({ searchParams }: PageProps<'/namespaces'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const environment = ENVIRONMENTS.find((word) => word === one(query['environment']));
  const state = NAMESPACE_PHASES.find((word) => word === one(query['state']));
  const filters = {
    q: one(query['q']),
    cluster: one(query['cluster']),
    team: one(query['team']),
    environment,
    state,
    service: one(query['service']),
  };
  const set = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as {
    [K in keyof typeof filters]?: NonNullable<(typeof filters)[K]>;
  };
  const cursor = one(query['cursor']);
  const [page, clusters, teams] = await Promise.all([
    load(listNamespaces(actor, { ...set, ...(cursor === undefined ? {} : { cursor }) })),
    clusterChoices(actor),
    teamChoices(actor),
  ]);
  const filtered = Object.keys(set).length > 0;
  const api = (accept: string) => addressOf('/api/v1/namespaces', { ...set, format: accept });
  return (
    <>
      <Live topics={['namespace']} />
      <PageHeader
        title="Namespaces"
        description={
          filtered
            ? `${count(page.total, 'namespace')} found`
            : `${count(page.total, 'namespace')} on ${count(clusters.length, 'cluster')}`
        }
      />
      <FilterBar
        path="/namespaces"
        search={{
          label: 'Search namespaces',
          placeholder: 'Name, service, team or purpose',
          value: set.q ?? '',
        }}
        filters={[
          {
            name: 'cluster',
            label: 'Cluster',
            value: set.cluster ?? '',
            options: clusters.map(({ name }) => ({ value: name, label: name })),
          },
          {
            name: 'team',
            label: 'Team',
            value: set.team ?? '',
            options: teams.map(({ slug, name }) => ({ value: slug, label: name })),
          },
          {
            name: 'environment',
            label: 'Environment',
            value: environment ?? '',
            options: ENVIRONMENTS.map((word) => ({ value: word, label: environmentWord(word) })),
          },
          {
            name: 'state',
            label: 'State',
            value: state ?? '',
            options: NAMESPACE_PHASES.filter((word) => word !== 'Deleted').map((word) => ({
              value: word,
              label: word,
            })),
          },
        ]}
        keep={set.service === undefined ? {} : { service: set.service }}
      />
      <Panel flush>
        {page.rows.length === 0 ? (
          filtered ? (
            <Empty title="No namespace fits" action={<ButtonLink href="/namespaces">Show all</ButtonLink>}>
              Nothing matches this search and these filters together.
            </Empty>
          ) : (
            <Empty
              title="There are no namespaces yet"
              action={
                <ButtonLink href="/ask" tone="primary">
                  Ask for the first one
                </ButtonLink>
              }
            >
              Each namespace has an owner, a service, a promise, and its quota and isolation in place from its
              first second.
            </Empty>
          )
        ) : (
          <NamespaceTable rows={page.rows} caption="Namespaces" />
        )}
      </Panel>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/namespaces', { ...set, cursor: page.nextCursor })}
        first={cursor === undefined ? null : addressOf('/namespaces', set)}
        exports={[
          { label: 'CSV', href: api('csv') },
          { label: 'JSON', href: addressOf('/api/v1/namespaces', set) },
        ]}
      />
    </>
  );
}
