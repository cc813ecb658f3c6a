import type { Tx } from '../db/client.ts';

/** What an event is about; streams say no more than this and the id. */
const TOPICS = ['namespace', 'request', 'cluster', 'team', 'service'] as const;
export type Topic = (typeof TOPICS)[number];

/** Announces, at commit, that the thing with this id has changed. */
export async function emit(tx: Tx, topic: Topic, key: string): Promise<void> {
  await tx.outbox.create({ data: { topic, key }, select: { id: true } });
}
