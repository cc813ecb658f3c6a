import type { KubeObject } from './types.ts';

/**
 * Who last changed an object, by its managed fields: the newest writer other than `own`, the controllers' status writes
 * aside. Null when the object names nobody else: taking a field away leaves no trace.
 */
export function lastForeignManager(object: KubeObject, own: string): string | null {
  const entries = (object.metadata.managedFields ?? []).filter(
    (entry) => entry.manager !== undefined && entry.manager !== own && (entry.subresource ?? '') === '',
  );
  let newest: { manager: string; time: string } | null = null;
  for (const { manager = '', time = '' } of entries) {
    // Times have whole seconds; of two in the same one the later entry is the newer.
    if (newest === null || time >= newest.time) newest = { manager, time };
  }
  return newest?.manager ?? null;
}

/** Keys of labels or annotations that `manager` owns on an object. */
export function ownedKeys(object: KubeObject, manager: string, field: 'labels' | 'annotations'): string[] {
  const keys = new Set<string>();
  for (const entry of object.metadata.managedFields ?? []) {
    if (entry.manager !== manager) continue;
    const metadata = entry.fieldsV1?.['f:metadata'] as Record<string, unknown> | undefined;
    const owned = metadata?.[`f:${field}`] as Record<string, unknown> | undefined;
    for (const key of Object.keys(owned ?? {})) if (key.startsWith('f:')) keys.add(key.slice(2));
  }
  return [...keys];
}
