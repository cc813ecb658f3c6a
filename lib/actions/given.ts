/** The fields that were sent: zod leaves `undefined` for those that were not, and an update must not touch these. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Of a parsed object, the members that were sent: parsing fills defaults in, and an update must not write those. */
export function sent(parsed: object | undefined, raw: unknown): Record<string, unknown> {
  const keys = new Set(typeof raw === 'object' && raw !== null ? Object.keys(raw) : []);
  return Object.fromEntries(Object.entries(parsed ?? {}).filter(([key]) => keys.has(key)));
}
