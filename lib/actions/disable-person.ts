import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { conflict, notFound } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { byIdSchema } from './schemas.ts';

/** Shuts a person out: sessions end, API tokens rest, sign-in is refused. Nobody disables themselves. */
export async function disablePerson(actor: Actor, input: unknown): Promise<{ id: string }> {
  requirePermission(actor, 'people.write', {}, 'person');
  const { id } = parse(byIdSchema, input);
  if (id === actor.personId) throw conflict('You cannot disable yourself. Ask another administrator.');
  return withTransaction(async (tx) => {
    const person = await tx.person.findUnique({ where: { id } });
    if (!person) throw notFound('person');
    const done = await tx.person.updateMany({
      where: { id, disabledAt: null },
      data: { disabledAt: new Date() },
    });
    await tx.$executeRaw`
      UPDATE session SET ended_at = now(), refresh_token_sealed = NULL WHERE person_id = ${id}::uuid AND ended_at IS NULL`;
    if (done.count === 1) {
      await record(tx, auditActor(actor), {
        action: 'person.disabled',
        target: { kind: 'person', id, name: person.email },
      });
    }
    return { id };
  });
}
