import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { endConnections } from '../db/connections.ts';
import { conflict, notFound } from '../domain/errors.ts';
import { tellEnds } from '../events/connections.ts';
import { parse } from './input.ts';
import { endConnectionSchema } from './schemas.ts';

/**
 * Ends a connection at once: either side may, without asking the other. The rules go from both namespaces, and both sides' audit tells
 * who ended it. Throws `notFound` to strangers, `conflict` when it has ended already.
 */
export async function endConnection(actor: Actor, input: unknown): Promise<{ id: string; message: string }> {
  const { id, reason } = parse(endConnectionSchema, input);
  return withTransaction(async (tx) => {
    const found = await tx.connection.findUnique({ where: { id }, include: { from: true, to: true } });
    if (!found) throw notFound('connection');
    const { from, to } = found;
    const subject = { teamId: from.teamId, otherTeamId: to.teamId };
    requirePermission(actor, 'connection.end', subject, 'connection');
    // What writes connections of a cluster waits for each other here.
    await tx.$queryRaw`SELECT 1 FROM cluster WHERE id = ${from.clusterId}::uuid FOR NO KEY UPDATE`;
    const ends = await endConnections(tx, { id });
    if (ends.length === 0) {
      throw conflict(`The connection from "${from.name}" to "${to.name}" has ended already.`);
    }
    await tellEnds(tx, auditActor(actor), 'connection.ended', ends, reason ? { reason } : {});
    return { id, message: `The connection from "${from.name}" to "${to.name}" is ended.` };
  });
}
