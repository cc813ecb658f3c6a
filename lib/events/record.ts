import type { Prisma, Tx } from '../db/client.ts';

/** Who did it, as far as the audit log is concerned. */
export type AuditActor = {
  kind: 'person' | 'token' | 'worker' | 'system';
  id: string | null;
  /** E-mail of a person, name of a process. */
  name: string;
};

export type AuditEntry = {
  /** A verb in the past tense on a noun: `namespace.requested`, `request.approved`. */
  action: string;
  target: { kind: string; id: string; name: string };
  teamId?: string | null;
  /** What changed. Never a secret: this is kept for ever and read by auditors. */
  detail?: Prisma.InputJsonObject;
  traceId?: string;
};

/** Writes one audit event inside the transaction of the change it tells of. */
export async function record(tx: Tx, actor: AuditActor, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({
    data: {
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      action: entry.action,
      targetKind: entry.target.kind,
      targetId: entry.target.id,
      targetName: entry.target.name,
      teamId: entry.teamId ?? null,
      detail: entry.detail ?? {},
      traceId: entry.traceId ?? null,
    },
    select: { id: true },
  });
}
