import type { Metadata } from 'next';
import { HostTable } from '../../../components/hosts/host-table.tsx';
import { GRANT_WORDS } from '../../../components/hosts/words.ts';
import { Live } from '../../../components/shell/live.tsx';
import { ButtonLink } from '../../../components/ui/button.tsx';
import { Empty } from '../../../components/ui/empty.tsx';
import { FilterBar } from '../../../components/ui/filter-bar.tsx';
import { Pager } from '../../../components/ui/pager.tsx';
import { PageHeader, Panel } from '../../../components/ui/surface.tsx';
import { requireActor } from '../../../lib/auth/session.ts';
import { isBerthError } from '../../../lib/domain/errors.ts';
import { readHost } from '../../../lib/domain/hosts/index.ts';
import { listHosts, whoHolds } from '../../../lib/queries/hosts.ts';
import { teamChoices } from '../../../lib/queries/choices.ts';
import { load } from '../../load.ts';
import { addressOf, one } from '../../search-params.ts';
import { Holders } from './holders.tsx';

export const metadata: Metadata = { title: 'Hosts' };

/** Who holds which host name. A whole name in the search is answered: its zone, who it is delegated to, who has it, what serves it. */
export default async function HostsPage({ searchParams }: PageProps<'/hosts'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const filter = {
    q: one(query['q']),
    team: one(query['team']),
    state: one(query['state']),
    zone: one(query['zone']),
  };
  const cursor = one(query['cursor']);
  const whole =
    filter.q?.includes('.') === true && readHost(filter.q).problem === null ? filter.q : undefined;
  const [page, teams, holders] = await Promise.all([
    load(listHosts(actor, { ...filter, cursor })),
    teamChoices(actor),
    whole === undefined ? null : whoHolds(actor, whole).catch(notAName),
  ]);
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <Live topics={['zone', 'namespace']} />
      <PageHeader
        title="Hosts"
        description="Who holds which host name. No two services can ever have the same one; the database itself refuses it."
      />
      <FilterBar
        path="/hosts"
        search={{
          label: 'Search hosts',
          placeholder: 'A name, whole or in part',
          value: filter.q ?? '',
        }}
        filters={[
          {
            name: 'team',
            label: 'Team',
            value: filter.team ?? '',
            options: teams.map(({ slug, name }) => ({ value: slug, label: name })),
          },
          {
            name: 'state',
            label: 'State',
            value: filter.state ?? '',
            options: Object.entries(GRANT_WORDS).map(([value, { word }]) => ({ value, label: word })),
          },
        ]}
        {...(filter.zone === undefined ? {} : { keep: { zone: filter.zone } })}
      />
      {holders && <Holders holders={holders} />}
      <Panel flush>
        {page.rows.length === 0 ? (
          <Empty
            title={filtered ? 'No host fits' : 'No host is taken yet'}
            action={filtered && <ButtonLink href="/hosts">Show all</ButtonLink>}
          >
            {filtered
              ? 'Try fewer letters. A whole name such as shop.example.com is also held against what others have.'
              : 'A team’s maintainers take hosts on the page of a namespace.'}
          </Empty>
        ) : (
          <HostTable rows={page.rows} caption="Hosts" />
        )}
      </Panel>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/hosts', { ...filter, cursor: page.nextCursor })}
        first={cursor === undefined ? null : addressOf('/hosts', filter)}
        exports={[
          { label: 'CSV', href: addressOf('/api/v1/hosts', { ...filter, format: 'csv' }) },
          { label: 'JSON', href: addressOf('/api/v1/hosts', filter) },
        ]}
      />
    </>
  );
}

function notAName(error: unknown): null {
  if (isBerthError(error) && error.code === 'invalid') return null;
  throw error;
}
