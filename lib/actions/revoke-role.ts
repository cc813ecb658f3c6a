import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { webConfig } from '../config/env.ts';
import { withTransaction } from '../db/client.ts';
import { conflict, notFound } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { revokeRoleSchema } from './schemas.ts';

/** Takes a portal-wide role back; it counts at the next request. The last way to be an administrator stays. */
export async function revokeRole(actor: Actor, input: unknown): Promise<{ id: string }> {
  requirePermission(actor, 'role.write', {}, 'role');
  const { id } = parse(revokeRoleSchema, input);
  return withTransaction(async (tx) => {
    // All administrator grants are locked, so that two revocations at once can't each leave the other's as the last.
    const administrators = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM role_grant WHERE role = 'administrator' ORDER BY id FOR UPDATE`;
    const grant = await tx.roleGrant.findUnique({ where: { id }, include: { person: true } });
    if (!grant) throw notFound('role');
    const last = administrators.length === 1 && administrators[0]?.id === id;
    if (last && webConfig().firstAdministrator === undefined) {
      throw conflict('This is the last administrator. Give the role to somebody else first.');
    }
    await tx.roleGrant.delete({ where: { id } });
    await record(tx, auditActor(actor), {
      action: 'role.revoked',
      target: { kind: 'role', id, name: grant.role },
      detail: grant.groupName === null ? { person: grant.person?.email ?? '' } : { group: grant.groupName },
    });
    return { id };
  });
}
