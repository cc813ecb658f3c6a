import Link from 'next/link';
import { environmentWord } from '../namespaces/words.ts';
import { Ago } from '../ui/ago.tsx';
import { Badge, Status } from '../ui/badge.tsx';
import { count } from '../ui/format.ts';
import { Dotted, Stack, Table, Td, Th, Tr } from '../ui/table.tsx';
import { reachability } from './words.ts';

/** What a list says of a cluster. */
export type ClusterListRow = {
  id: string;
  name: string;
  displayName: string;
  environments: string[];
  mode: string;
  reachable: boolean | null;
  kubernetesVersion: string | null;
  observedAt: string | null;
  namespaces: number;
  archivedAt: string | null;
};

/** Clusters, one a row: does Berth reach it, what is it for, how much stands there. */
export function ClusterTable({ clusters }: { clusters: ClusterListRow[] }) {
  return (
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
            <Td className="min-w-44 wrap-anywhere">
              <Link
                href={`/clusters/${cluster.name}`}
                prefetch={false}
                className="covers font-medium hover:underline"
              >
                {cluster.name}
              </Link>
              {cluster.displayName !== cluster.name && (
                <span className="ml-2 text-soft @max-xl:ml-0 @max-xl:block">{cluster.displayName}</span>
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
            <Td state>
              <Status tone={state.tone}>{state.word}</Status>
            </Td>
            <Td wide className="w-[24%] text-soft">
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
  );
}
