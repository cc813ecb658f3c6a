import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { isUniqueViolation, withTransaction } from '../db/client.ts';
import { invalid } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { grantRoleSchema } from './schemas.ts';

/** Gives a portal-wide role to a group or to a person who has signed in before. Administrators only. */
export async function grantRole(actor: Actor, input: unknown): Promise<{ id: string }> {
  requirePermission(actor, 'role.write', {}, 'role');
  const { role, group, email } = parse(grantRoleSchema, input);
  try {
    return await withTransaction(async (tx) => {
      const person = email === undefined ? null : await tx.person.findUnique({ where: { email } });
      if (email !== undefined && !person) {
        throw invalid([
          {
            field: 'email',
            message: `Nobody with the address ${email} has signed in yet. They sign in once, then get the role.`,
          },
        ]);
      }
      const grant = await tx.roleGrant.create({
        data: {
          role,
          groupName: group ?? null,
          personId: person?.id ?? null,
          createdBy: actor.personId,
        },
      });
      await record(tx, auditActor(actor), {
        action: 'role.granted',
        target: { kind: 'role', id: grant.id, name: role },
        detail: group === undefined ? { person: person?.email ?? '' } : { group },
      });
      return { id: grant.id };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw invalid([
      {
        field: group === undefined ? 'email' : 'group',
        message: `${group ?? email ?? ''} has this role already.`,
      },
    ]);
  }
}
