/** Parts of a desired state as forms send them: access rows and own figures, by numbered and dotted names. */

/** Entries of fields `access.N.kind|name|role`, in order; rows without a name are left out. */
export function accessOf(data: FormData): { kind: string; name: string; role: string }[] {
  const entries: { kind: string; name: string; role: string }[] = [];
  for (const [key, value] of data) {
    const at = /^access\.(\d+)\.name$/.exec(key)?.[1];
    if (at === undefined || typeof value !== 'string' || value.trim() === '') continue;
    const part = (name: string) => {
      const said = data.get(`access.${at}.${name}`);
      return typeof said === 'string' ? said : '';
    };
    entries.push({ kind: part('kind'), name: value.trim(), role: part('role') });
  }
  return entries;
}

/** Figures of fields `quota.KEY` that were filled in; undefined when none was. */
export function quotaOf(data: FormData): Record<string, string> | undefined {
  const quota: Record<string, string> = {};
  for (const [key, value] of data) {
    if (key.startsWith('quota.') && typeof value === 'string' && value.trim() !== '') {
      quota[key.slice('quota.'.length)] = value.trim();
    }
  }
  return Object.keys(quota).length === 0 ? undefined : quota;
}
