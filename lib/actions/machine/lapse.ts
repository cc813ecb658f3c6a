/** Open requests that lose their object when a service changes hands. */
import { Prisma } from '../../db/client.ts';
import type { Tx } from '../../db/client.ts';
import { formerSlugs } from '../../db/slugs.ts';
import { statesBefore } from '../../domain/lifecycle/index.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import type { AuditActor } from '../../events/record.ts';
import { releaseName } from './decide.ts';

type OfService = { id: string; slug: string };

/** Open requests `r` about a service's namespaces, and for new ones of it by whatever slug it has had. */
async function openRequestsOf(tx: Tx, service: OfService): Promise<Prisma.Sql> {
  const slugs = [service.slug, ...(await formerSlugs(tx, 'service', service.id))];
  return Prisma.sql`
    r.state = ANY (${statesBefore('lapsed')}::text[]) AND EXISTS (
      SELECT 1 FROM request_item i LEFT JOIN namespace n ON n.id = i.namespace_id
      WHERE i.request_id = r.id AND (n.service_id = ${service.id}::uuid
        OR (i.namespace_id IS NULL AND i.desired -> 'service' ->> 'slug' = ANY (${slugs}::text[]))))`;
}

/** Locks them, before any lock of teams: who decides one holds its row and waits for the team's. */
export async function lockRequestsOf(tx: Tx, service: OfService): Promise<void> {
  const theirs = await openRequestsOf(tx, service);
  await tx.$queryRaw`SELECT r.id FROM request r WHERE ${theirs} ORDER BY r.id FOR NO KEY UPDATE`;
}

/** Lapses them, and gives back the names and hosts that they held. The caller holds the team's row, so that none is added. */
export async function lapseRequestsOf(
  tx: Tx,
  by: AuditActor,
  service: OfService,
  reason: string,
): Promise<void> {
  const theirs = await openRequestsOf(tx, service);
  const lapsed = await tx.$queryRaw<{ id: string; number: bigint; teamId: string }[]>`
    UPDATE request r SET state = 'lapsed', decided_at = now(), updated_at = now(), version = version + 1,
      decision_comment = ${reason}
    WHERE ${theirs} RETURNING r.id, r.number, r.team_id AS "teamId"`;
  for (const { id, number, teamId } of lapsed) {
    await releaseName(tx, id);
    await record(tx, by, {
      action: 'request.lapsed',
      target: { kind: 'request', id, name: `#${String(number)}` },
      teamId,
      detail: { reason },
    });
    await emit(tx, 'request', id);
  }
}
