/** Live connections beside the namespaces that they join, as rows and as each side sees them. */
import type { Prisma } from '../db/client.ts';
import { sidesOf } from '../domain/connections/index.ts';
import type { Connection, Port } from '../domain/connections/index.ts';

/** What a namespace's row must be read with, so that its connections are known: `include: { ...WITH_CONNECTIONS }`. */
export const WITH_CONNECTIONS = {
  connectionsFrom: { where: { endedAt: null }, select: { ports: true, to: { select: { name: true } } } },
  connectionsTo: { where: { endedAt: null }, select: { ports: true, from: { select: { name: true } } } },
} as const satisfies Prisma.NamespaceInclude;

/** A row that was read so. */
export type ConnectionColumns = {
  name: string;
  connectionsFrom: { ports: unknown; to: { name: string } }[];
  connectionsTo: { ports: unknown; from: { name: string } }[];
};

/** The namespace's side of its live connections. */
export function connectionsOf(row: ConnectionColumns): Connection[] {
  const { name } = row;
  return sidesOf(name, [
    ...row.connectionsFrom.map(({ ports, to }) => ({ from: name, to: to.name, ports: ports as Port[] })),
    ...row.connectionsTo.map(({ ports, from }) => ({ from: from.name, to: name, ports: ports as Port[] })),
  ]);
}
