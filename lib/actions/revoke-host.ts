import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { invalid } from '../domain/errors.ts';
import { hostParts } from '../domain/hosts/index.ts';
import { parse } from './input.ts';
import { revokeGrants } from './machine/hosts.ts';
import { findLive } from './machine/namespace.ts';
import { revokeHostSchema } from './schemas.ts';

/** Takes one host from a namespace, against its team's will and with a reason; the host must be typed by hand. Administrators only. */
export async function revokeHost(actor: Actor, input: unknown): Promise<{ message: string }> {
  requirePermission(actor, 'host.revoke');
  const { cluster, name, host, confirmHost, reason } = parse(revokeHostSchema, input);
  return withTransaction(async (tx) => {
    const namespace = await findLive(tx, cluster, name);
    if (confirmHost !== host) {
      throw invalid([
        { field: 'confirmHost', message: `Type "${host}" to confirm that it is to be taken away.` },
      ]);
    }
    await tx.$queryRaw`SELECT 1 FROM team WHERE id = ${namespace.teamId}::uuid FOR NO KEY UPDATE`;
    const grant = await tx.hostGrant.findFirst({
      where: { namespaceId: namespace.id, ...hostParts(host), state: 'active' },
      select: { id: true },
    });
    if (!grant) throw invalid([{ field: 'host', message: `${name} does not hold "${host}".` }]);
    await revokeGrants(tx, auditActor(actor), [grant.id], reason);
    return { message: `"${host}" is taken from ${name}. What still uses it is shown on its page.` };
  });
}
