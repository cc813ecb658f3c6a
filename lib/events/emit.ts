import type { Tx } from '../db/client.ts';

/** What an event is about; streams say no more than this and the id. */
export type Topic = 'namespace' | 'request' | 'cluster' | 'team' | 'service' | 'zone';

/** Announces, at commit, that the thing with this id has changed. */
export async function emit(tx: Tx, topic: Topic, key: string): Promise<void> {
  await tx.outbox.create({ data: { topic, key }, select: { id: true } });
}
