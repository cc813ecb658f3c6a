import type { Metadata } from 'next';
import Link from 'next/link';
import { reachability } from '../../../../components/clusters/words.ts';
import { environmentWord } from '../../../../components/namespaces/words.ts';
import { Live } from '../../../../components/shell/live.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { Badge, Status } from '../../../../components/ui/badge.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Empty, PageHeader } from '../../../../components/ui/surface.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../../../../components/ui/table.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { listClusters } from '../../../../lib/queries/clusters.ts';
import { load } from '../../../load.ts';

export const metadata: Metadata = { title: 'Clusters' };

/** All clusters and how they stand. */
export default async function ClustersPage() {
  const actor = await requireActor();
  const clusters = await load(listClusters(actor));
  return (
    <>
      <Live topics={['cluster']} />
      <PageHeader
        title="Clusters"
        description="Where namespaces can stand, and whether Berth reaches them."
      />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        {clusters.length === 0 ? (
          <Empty title="There is no cluster yet">
            An administrator registers one over the API, and installs the guardrail bundle on it.
          </Empty>
        ) : (
          <Table
            caption="Clusters"
            head={
              <>
                <Th>Cluster</Th>
                <Th>State</Th>
                <Th wide>Environments</Th>
                <Th wide>Kubernetes</Th>
                <Th wide className="text-right">
                  Namespaces
                </Th>
                <Th wide className="text-right">
                  Looked
                </Th>
              </>
            }
          >
            {clusters.map((cluster) => {
              const state = reachability(cluster.reachable);
              return (
                <Tr key={cluster.id}>
                  <Td>
                    <Link
                      href={`/clusters/${cluster.name}`}
                      prefetch={false}
                      className="covers font-medium hover:underline"
                    >
                      {cluster.name}
                    </Link>
                    {cluster.displayName !== cluster.name && (
                      <span className="ml-2 text-soft">{cluster.displayName}</span>
                    )}{' '}
                    {cluster.mode === 'observe' && <Badge tone="warn">observe only</Badge>}
                    {cluster.archivedAt && <Badge>archived</Badge>}
                    <Stack>
                      <Dotted
                        parts={[
                          cluster.environments.map(environmentWord).join(', '),
                          count(cluster.namespaces, 'namespace'),
                          cluster.kubernetesVersion,
                        ]}
                      />
                    </Stack>
                  </Td>
                  <Td className="max-md:w-0 max-md:align-top">
                    <Status tone={state.tone}>{state.word}</Status>
                  </Td>
                  <Td wide className="text-soft">
                    {cluster.environments.map(environmentWord).join(', ')}
                  </Td>
                  <Td wide className="num whitespace-nowrap text-soft">
                    {cluster.kubernetesVersion}
                  </Td>
                  <Td wide className="num text-right text-soft">
                    {cluster.namespaces}
                  </Td>
                  <Td wide className="text-right whitespace-nowrap text-soft">
                    {cluster.observedAt && <Ago at={cluster.observedAt} />}
                  </Td>
                </Tr>
              );
            })}
          </Table>
        )}
      </div>
    </>
  );
}
