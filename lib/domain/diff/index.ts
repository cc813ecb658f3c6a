// Whether a live object still is what Berth wants. Three kinds of fields, three rules:
// - labels and annotations: ours must be there with our value; others' are theirs;
// - what Berth owns whole (a quota's hard limits, a policy's spec, a binding's subjects and role): nothing missing, nothing more;
// - what the API server fills in (status, uid, finalizers of a Namespace, a default protocol): no difference.
// Amounts are compared as amounts.
import { isQuantity, sameQuantity } from '../quantity/index.ts';
import type { KubernetesObject } from '../render/types.ts';

/** One place where a live object isn't what is wanted. */
export interface Difference {
  /** "spec.hard[requests.cpu]"; '' for the whole object. */
  path: string;
  /** undefined: Berth wants nothing there. */
  wanted: unknown;
  /** undefined: nothing is there. */
  live: unknown;
}

// Kinds whose fields beyond metadata are shared with others: the namespace controller's finalizers, a ServiceAccount's pull secrets.
const SHARED_KINDS = new Set(['Namespace', 'ServiceAccount']);
// Maps of quantities.
const AMOUNTS = /(^|\.)(hard|default|defaultRequest|min|max)$/;

/** What a live value may have although it isn't wanted, because the API server puts it there. */
const DEFAULTS: readonly { path: RegExp; key: string; value: unknown }[] = [
  { path: /\.ports\[\d+\]$/, key: 'protocol', value: 'TCP' },
  { path: /^subjects\[\d+\]$/, key: 'apiGroup', value: '' },
  { path: /^subjects\[\d+\]$/, key: 'apiGroup', value: 'rbac.authorization.k8s.io' },
  { path: /^roleRef$/, key: 'apiGroup', value: 'rbac.authorization.k8s.io' },
];

/**
 * The differences of a live object from the wanted one; none when it is as wanted. A missing live object is one difference at ''.
 * Lists are compared without regard to order: none of those Berth writes means anything by it.
 */
export function differs(wanted: KubernetesObject, live: KubernetesObject | null | undefined): Difference[] {
  if (live == null) return [{ path: '', wanted: `${wanted.kind} ${wanted.metadata.name}`, live: undefined }];
  const found: Difference[] = [];
  // Items of a list carry neither apiVersion nor kind.
  for (const key of ['apiVersion', 'kind'] as const) {
    const value = (live as Partial<KubernetesObject>)[key];
    if (value !== undefined && value !== wanted[key])
      found.push({ path: key, wanted: wanted[key], live: value });
  }
  for (const key of ['name', 'namespace'] as const) {
    const value = wanted.metadata[key];
    if (value !== undefined && live.metadata[key] !== value) {
      found.push({ path: `metadata.${key}`, wanted: value, live: live.metadata[key] });
    }
  }
  for (const key of ['labels', 'annotations'] as const) {
    const there = live.metadata[key] ?? {};
    for (const [name, value] of Object.entries(wanted.metadata[key] ?? {})) {
      const liveValue = Object.hasOwn(there, name) ? there[name] : undefined;
      if (liveValue !== value)
        found.push({ path: child(`metadata.${key}`, name), wanted: value, live: liveValue });
    }
  }
  const shared = SHARED_KINDS.has(wanted.kind);
  const skipped = new Set(['apiVersion', 'kind', 'metadata', 'status']);
  const keys = new Set([...Object.keys(wanted), ...(shared ? [] : Object.keys(live))]);
  for (const key of keys) {
    if (!skipped.has(key)) compare(key, wanted[key], live[key], found);
  }
  return found;
}

function compare(path: string, wanted: unknown, live: unknown, found: Difference[]): void {
  if (absent(wanted) && absent(live)) return;
  if (Array.isArray(wanted) && (Array.isArray(live) || absent(live))) {
    compareLists(path, wanted, (live as unknown[] | undefined) ?? [], found);
  } else if (Array.isArray(live) && absent(wanted)) {
    compareLists(path, [], live, found);
  } else if (isRecord(wanted) && isRecord(live)) {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(live)])) {
      const [w, l] = [field(wanted, key), field(live, key)];
      if (
        absent(w) &&
        DEFAULTS.some((known) => known.key === key && known.value === l && known.path.test(path))
      )
        continue;
      if (AMOUNTS.test(path) && sameAmount(w, l)) continue;
      compare(child(path, key), w, l, found);
    }
  } else if (!(emptyMeansAbsent(path) && isEmpty(wanted) && isEmpty(live)) && wanted !== live) {
    found.push({ path, wanted, live });
  }
}

// Matches each wanted item with a live one that doesn't differ; what is left over on either side differs.
function compareLists(
  path: string,
  wanted: readonly unknown[],
  live: readonly unknown[],
  found: Difference[],
): void {
  const open = live.map((value, index) => ({ value, index }));
  const missing: { value: unknown; index: number }[] = [];
  wanted.forEach((value, index) => {
    const match = open.findIndex((candidate) => {
      const inner: Difference[] = [];
      compare(`${path}[${String(index)}]`, value, candidate.value, inner);
      return inner.length === 0;
    });
    if (match < 0) missing.push({ value, index });
    else open.splice(match, 1);
  });
  // One item changed says more than one missing and one extra: pair them by position where both are left.
  for (const { value, index } of missing) {
    const position = open.findIndex((candidate) => candidate.index === index);
    const [partner] = position < 0 ? [] : open.splice(position, 1);
    if (partner === undefined)
      found.push({ path: `${path}[${String(index)}]`, wanted: value, live: undefined });
    else compare(`${path}[${String(index)}]`, value, partner.value, found);
  }
  for (const { value, index } of open) {
    found.push({ path: `${path}[${String(index)}]`, wanted: undefined, live: value });
  }
}

const absent = (value: unknown): value is null | undefined => value === null || value === undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const field = (record: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const isEmpty = (value: unknown): boolean =>
  absent(value) ||
  (isRecord(value) && Object.keys(value).length === 0) ||
  (Array.isArray(value) && value.length === 0);

// An empty selector in a peer of a policy means "all", an absent one "not by this": there the two are never the same.
const emptyMeansAbsent = (path: string): boolean => !/\.(from|to)\[\d+\]/.test(path);

function sameAmount(wanted: unknown, live: unknown): boolean {
  const [a, b] = [amountText(wanted), amountText(live)];
  return a !== null && b !== null && isQuantity(a) && isQuantity(b) && sameQuantity(a, b);
}

// YAML may have given a number where Kubernetes takes both.
const amountText = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

const child = (path: string, key: string): string =>
  /^[A-Za-z0-9_]+$/.test(key) ? `${path}.${key}` : `${path}[${key}]`;
