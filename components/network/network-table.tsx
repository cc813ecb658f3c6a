import Link from 'next/link';
import type { ReactNode } from 'react';
import { portsText } from '../../lib/domain/network/index.ts';
import type { NetworkEdge, NetworkNode, NetworkPicture } from '../../lib/domain/network/index.ts';
import { Badge } from '../ui/badge.tsx';
import { Empty } from '../ui/empty.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../ui/table.tsx';

const WHY: Record<NetworkEdge['source'], string> = {
  'built-in': 'Always there',
  connection: 'Agreed connection',
  egress: 'Granted destination',
};

/** Every line of the picture as a row. `end` gives the button that ends a connection the reader may end. */
export function NetworkTable({
  picture,
  caption,
  end,
}: {
  picture: NetworkPicture;
  caption: string;
  end: (edge: NetworkEdge & { connectionId: string }) => ReactNode;
}) {
  const nodes = new Map(picture.nodes.map((node) => [node.id, node]));
  const rows = picture.edges.flatMap((edge) => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    return from && to ? [{ edge, from, to }] : [];
  });
  if (rows.length === 0) {
    return (
      <Empty title="Nothing may talk to it">
        Neither a connection nor a destination is granted. Everything that isn’t listed is closed.
      </Empty>
    );
  }
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>From</Th>
          <Th wide>To</Th>
          <Th wide>Ports</Th>
          <Th wide>Why</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </>
      }
    >
      {rows.map(({ edge, from, to }) => (
        <Tr key={edge.id}>
          <Td className="wrap-anywhere">
            <End node={from} />
            <Stack>
              <Dotted
                parts={[
                  <span key="to">
                    to <End node={to} />
                  </span>,
                  portsText(edge.ports),
                  <Why key="why" edge={edge} />,
                ]}
              />
            </Stack>
          </Td>
          <Td wide>
            <End node={to} />
          </Td>
          <Td wide className="num">
            {portsText(edge.ports)}
          </Td>
          <Td wide>
            <Why edge={edge} />
          </Td>
          <Td className="text-right whitespace-nowrap">
            {edge.connectionId !== null && end({ ...edge, connectionId: edge.connectionId })}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

function End({ node }: { node: NetworkNode }) {
  if (node.own) return <span className="font-medium">{node.title}</span>;
  if (node.namespace === null) return node.title;
  return (
    <>
      <Link
        href={`/namespaces/${node.namespace.cluster}/${node.namespace.name}`}
        className="link"
        prefetch={false}
      >
        {node.title}
      </Link>{' '}
      <span className="text-xs text-faint">{node.detail}</span>
    </>
  );
}

function Why({ edge }: { edge: NetworkEdge }) {
  const request =
    edge.request === null ? null : (
      <Link href={`/requests/${String(edge.request)}`} className="link" prefetch={false}>
        #{edge.request}
      </Link>
    );
  if (edge.state === 'asked') {
    return (
      <span className="inline-flex flex-wrap items-center gap-2">
        <Badge tone="warn">Asked for</Badge>
        {request}
      </span>
    );
  }
  return (
    <span className="text-soft">
      {edge.from === edge.to ? 'Same namespace' : WHY[edge.source]}
      {request && <> in {request}</>}
    </span>
  );
}
