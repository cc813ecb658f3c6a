import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { invalid } from '../domain/errors.ts';
import { parse } from './input.ts';
import { runsTeam } from './machine/decide.ts';
import { desiredOf } from '../queries/desired.ts';
import { judge } from './machine/judge.ts';
import { findLive, lockNamespace } from './machine/namespace.ts';
import { open } from './machine/open.ts';
import { deleteNamespaceSchema } from './schemas.ts';
import type { RequestResult } from './types.ts';

/**
 * Asks for a namespace's deletion. A maintainer's is granted at once; a member's waits for a maintainer. The name must
 * be typed by hand. The name stays taken until the API server says that the namespace is gone.
 */
export async function deleteNamespace(actor: Actor, input: unknown): Promise<RequestResult> {
  const { cluster, name, confirmName, reason } = parse(deleteNamespaceSchema, input);
  return withTransaction(async (tx) => {
    const found = await findLive(tx, cluster, name);
    requirePermission(actor, 'namespace.change', { teamId: found.teamId }, 'namespace');
    if (confirmName !== name) {
      throw invalid([
        { field: 'confirmName', message: `Type "${name}" to confirm that it is to be deleted.` },
      ]);
    }
    const { world, namespace } = await lockNamespace(tx, found);
    const judged = await judge(tx, world, {
      kind: 'delete',
      desired: desiredOf(namespace),
      byMaintainer: await runsTeam(tx, actor.personId, namespace.teamId),
    });
    const opened = await open(tx, actor, world, {
      kind: 'delete',
      judged,
      reason: reason ?? '',
      namespace: { id: namespace.id, generation: namespace.generation },
    });
    const message =
      opened.state === 'applied'
        ? `"${name}" is being deleted.`
        : `A maintainer of ${world.team.name} has to agree before "${name}" is deleted.`;
    return { ...opened, message };
  });
}
