/** A live namespace, locked, for the verbs that change it. */
import type { Prisma, Tx } from '../../db/client.ts';
import { conflict, notFound } from '../../domain/errors.ts';
import { WITH_CONNECTIONS } from '../../queries/connections.ts';
import { lockWorld, worldOf } from './world.ts';
import type { World } from './world.ts';

const INCLUDE = {
  cluster: true,
  team: true,
  service: true,
  ...WITH_CONNECTIONS,
} as const satisfies Prisma.NamespaceInclude;
export type LiveNamespace = Prisma.NamespaceGetPayload<{ include: typeof INCLUDE }>;

/** The namespace of that name, which everybody may know of; throws `notFound` where there is none. */
export async function findLive(tx: Tx, cluster: string, name: string): Promise<LiveNamespace> {
  const namespace = await tx.namespace.findFirst({
    where: { name, releasedAt: null, cluster: { name: cluster } },
    include: INCLUDE,
  });
  if (!namespace) throw notFound('namespace');
  return namespace;
}

/** Takes the locks of granting and reads the namespace again under them. Throws `conflict` while it is being deleted. */
export async function lockNamespace(
  tx: Tx,
  found: LiveNamespace,
): Promise<{ world: World; namespace: LiveNamespace }> {
  await lockWorld(tx, found.teamId, found.clusterId);
  await tx.$queryRaw`SELECT 1 FROM namespace WHERE id = ${found.id}::uuid FOR NO KEY UPDATE`;
  const namespace = await tx.namespace.findUnique({ where: { id: found.id }, include: INCLUDE });
  if (!namespace || namespace.releasedAt !== null) throw notFound('namespace');
  // What was asked of the actor was asked about the team that owned it, and that team's row is the one that is locked.
  if (namespace.teamId !== found.teamId) {
    throw conflict(`"${namespace.name}" belongs to ${namespace.team.name} now. Look again.`);
  }
  if (namespace.deletionRequestedAt !== null) {
    throw conflict(`"${namespace.name}" is being deleted already.`);
  }
  return { world: await worldOf(tx, namespace.teamId, namespace.clusterId), namespace };
}
