/** One server-sent event (WHATWG HTML 9.2.6): no field can hold a line break, so that none can forge another. */
export function frame(event: { id?: string; name?: string; data: object }): string {
  const clean = (text: string) => text.replace(/[\r\n\0]/g, ' ');
  return [
    ...(event.id === undefined ? [] : [`id: ${clean(event.id)}`]),
    ...(event.name === undefined ? [] : [`event: ${clean(event.name)}`]),
    `data: ${clean(JSON.stringify(event.data))}`,
    '',
    '',
  ].join('\n');
}

/** An event of the outbox, as its notification tells it: "<id> <topic> <key>"; null for anything else. */
export type OutboxEvent = { id: bigint; topic: string; key: string };

export function parseNotification(payload: string): OutboxEvent | null {
  const match = /^(\d{1,18}) ([a-z]+) (\S+)$/.exec(payload);
  if (!match) return null;
  const [, id = '0', topic = '', key = ''] = match;
  return { id: BigInt(id), topic, key };
}
