import type { Metadata } from 'next';
import { Audit } from '../../../components/namespaces/details.tsx';
import { FilterBar } from '../../../components/ui/filter-bar.tsx';
import { Pager } from '../../../components/ui/pager.tsx';
import { PageHeader, Panel } from '../../../components/ui/surface.tsx';
import { requireActor } from '../../../lib/auth/session.ts';
import { listAudit } from '../../../lib/queries/audit.ts';
import { teamChoices } from '../../../lib/queries/choices.ts';
import { load } from '../../load.ts';
import { addressOf, one } from '../../search-params.ts';

export const metadata: Metadata = { title: 'Audit' };

/** Who did what, when. Events are never changed or removed. */
export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const set = { q: one(query['q']), action: one(query['action']), team: one(query['team']) };
  const cursor = one(query['cursor']);
  const [page, teams] = await Promise.all([load(listAudit(actor, { ...set, cursor })), teamChoices(actor)]);
  return (
    <>
      <PageHeader title="Audit" description="Who did what, and when. Events are never changed or removed." />
      <FilterBar
        path="/audit"
        search={{ label: 'Search audit', placeholder: 'Person, action or thing', value: set.q ?? '' }}
        filters={[
          {
            name: 'team',
            label: 'Team',
            value: set.team ?? '',
            options: teams.map(({ slug, name }) => ({ value: slug, label: name })),
          },
        ]}
        keep={set.action === undefined ? {} : { action: set.action }}
      />
      <Panel flush>
        <Audit
          rows={page.rows}
          caption="Audit events"
          filtered={Object.values(set).some((value) => value !== undefined)}
        />
      </Panel>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/audit', { ...set, cursor: page.nextCursor })}
        first={cursor === undefined ? null : addressOf('/audit', set)}
        exports={[
          { label: 'CSV', href: addressOf('/api/v1/audit', { ...set, format: 'csv' }) },
          { label: 'JSON', href: addressOf('/api/v1/audit', set) },
        ]}
      />
    </>
  );
}
