// Requests to the API server, as data.
import type { KubernetesObject } from '../../lib/domain/render/index.ts';
import type { Call, Given } from './types.ts';

/** An object's kind, place and name: what a path is made of. */
export type Target = Pick<KubernetesObject, 'apiVersion' | 'kind'> & {
  metadata: { name?: string; namespace?: string };
};

/** The resource that a kind is served under. */
function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  if (word === 'endpoints') return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return word.endsWith('s') ? `${word}es` : `${word}s`;
}

/** The path of a kind's collection. */
export function collectionPath({ apiVersion, kind, metadata }: Target): string {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  return `${root}${scope}/${pluralOf(kind)}`;
}

/** The path of an object, or of a subresource of it. */
function objectPath(target: Target, subresource?: string): string {
  const { name } = target.metadata;
  if (name === undefined) throw new Error(`a ${target.kind} without a name has no path`);
  return `${collectionPath(target)}/${name}${subresource === undefined ? '' : `/${subresource}`}`;
}

const names = new Map<string, number>();

/** A name that no other attempt has; the same ones in every run. */
export function nextName(kind: string): string {
  const word = kind.toLowerCase();
  const count = (names.get(word) ?? 0) + 1;
  names.set(word, count);
  return `${word}-${String(count)}`;
}

/** POST to the collection. */
export const create = (object: KubernetesObject | Draft): Call => ({
  verb: 'create',
  path: collectionPath(object),
  body: object,
});

/** An object whose name the server makes. */
export type Draft = Omit<KubernetesObject, 'metadata'> & {
  apiVersion: string;
  kind: string;
  metadata: Omit<KubernetesObject['metadata'], 'name'> & { generateName: string; name?: string };
};

/** The same object with a name that the server makes. */
export function generated(object: KubernetesObject, generateName: string): Draft {
  const { name: _, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, generateName } };
}

/** POST to a subresource: a token, a binding, an eviction. */
export const createSub = (target: Target, subresource: string, body: unknown): Call => ({
  verb: 'create',
  path: objectPath(target, subresource),
  body,
});

/** PUT of the live object with a merge patch on it. */
export const replace = (target: Target, patch: unknown, subresource?: string): Call => ({
  verb: 'replace',
  path: objectPath(target, subresource),
  body: patch,
});

/** A JSON merge patch. */
export const merge = (target: Target, patch: unknown, subresource?: string): Call => ({
  verb: 'merge-patch',
  path: objectPath(target, subresource),
  body: patch,
});

/** A JSON patch. */
export const json = (
  target: Target,
  operations: readonly { op: 'add' | 'replace' | 'remove'; path: string; value?: unknown }[],
  subresource?: string,
): Call => ({ verb: 'json-patch', path: objectPath(target, subresource), body: operations });

/** A strategic merge patch: built-in kinds only. */
export const strategic = (target: Target, patch: unknown, subresource?: string): Call => ({
  verb: 'strategic-patch',
  path: objectPath(target, subresource),
  body: patch,
});

/** A forced server-side apply. */
export const apply = (object: KubernetesObject, subresource?: string): Call => ({
  verb: 'apply',
  path: objectPath(object, subresource),
  body: object,
});

/** DELETE. */
export const remove = (target: Target): Call => ({ verb: 'delete', path: objectPath(target) });

/** DELETE of a whole collection, by label selector or of everything. */
export const removeAll = (target: Target, labelSelector?: string): Call => ({
  verb: 'deletecollection',
  path: collectionPath(target),
  ...(labelSelector === undefined ? {} : { query: { labelSelector } }),
});

/** Opens a stream: exec, attach, port-forward, proxy. */
export const connect = (target: Target, subresource: string, query: Record<string, string> = {}): Call => ({
  verb: 'connect',
  path: objectPath(target, subresource),
  query,
  real: true,
});

/** The same call, never a dry run. */
export const forReal = (call: Call): Call => ({ ...call, real: true });

/** The same call as a dry run. */
export const asDryRun = (call: Call): Call => ({
  ...call,
  real: true,
  query: { ...call.query, dryRun: 'All' },
});

/** The object of another version of its API. */
export const inVersion = (version: string, object: KubernetesObject): KubernetesObject => ({
  ...object,
  apiVersion: `${object.apiVersion.split('/')[0] ?? ''}/${version}`,
});

/** What stood there before. */
export const standing = (...objects: KubernetesObject[]): Given[] => objects.map((object) => ({ object }));

/** What its owner has deleted, and a finalizer holds. */
export function dying(object: KubernetesObject): Given[] {
  const metadata = { ...object.metadata, finalizers: ['attacks.example.test/hold'] };
  return [{ object: { ...object, metadata }, deleted: true }];
}
