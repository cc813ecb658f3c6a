import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { notFound } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { byIdSchema } from './schemas.ts';

/** Lets a disabled person in again: they sign in anew; tokens that have not expired work again. */
export async function enablePerson(actor: Actor, input: unknown): Promise<{ id: string }> {
  requirePermission(actor, 'people.write', {}, 'person');
  const { id } = parse(byIdSchema, input);
  return withTransaction(async (tx) => {
    const person = await tx.person.findUnique({ where: { id } });
    if (!person) throw notFound('person');
    const done = await tx.person.updateMany({
      where: { id, disabledAt: { not: null } },
      data: { disabledAt: null },
    });
    if (done.count === 1) {
      await record(tx, auditActor(actor), {
        action: 'person.enabled',
        target: { kind: 'person', id, name: person.email },
      });
    }
    return { id };
  });
}
