import type { Metadata } from 'next';
import { ClusterTable } from '../../../../components/clusters/cluster-table.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { Pager } from '../../../../components/ui/pager.tsx';
import { PageHeader, Panel } from '../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { listClusters } from '../../../../lib/queries/clusters.ts';
import { load } from '../../../load.ts';
import { addressOf, one } from '../../../search-params.ts';

export const metadata: Metadata = { title: 'Clusters' };

/** All clusters and how they stand. */
export default async function ClustersPage({ searchParams }: PageProps<'/clusters'>) {
  const actor = await requireActor();
  const cursor = one((await searchParams)['cursor']);
  const page = await load(listClusters(actor, { cursor }));
  return (
    <>
      <Live topics={['cluster']} />
      <PageHeader
        title="Clusters"
        description="Where namespaces can stand, and whether Berth reaches them."
      />
      <Panel flush>
        {page.rows.length === 0 ? (
          <Empty title="There is no cluster yet">
            An administrator registers one over the API, and installs the guardrail bundle on it.
          </Empty>
        ) : (
          <ClusterTable clusters={page.rows} />
        )}
      </Panel>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/clusters', { cursor: page.nextCursor })}
        first={cursor === undefined ? null : '/clusters'}
      />
    </>
  );
}
