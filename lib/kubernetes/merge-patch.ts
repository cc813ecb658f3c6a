const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The JSON merge patch (RFC 7386) that makes `live` exactly `wanted`: what is only in `live` becomes null. Undefined when
 * there is nothing to change. Server-side apply alone can't do this: it leaves alone what another manager added.
 */
export function mergePatch(live: unknown, wanted: unknown): unknown {
  if (!isRecord(live) || !isRecord(wanted)) {
    return JSON.stringify(live) === JSON.stringify(wanted) ? undefined : wanted;
  }
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(live), ...Object.keys(wanted)])) {
    if (wanted[key] === undefined) {
      if (live[key] !== undefined) patch[key] = null;
      continue;
    }
    const part = live[key] === undefined ? wanted[key] : mergePatch(live[key], wanted[key]);
    if (part !== undefined) patch[key] = part;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}
