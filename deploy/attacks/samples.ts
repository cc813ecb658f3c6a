// Ordinary, legitimate objects of a team. Each attempt is one of these with one thing wrong.
import type { KubernetesObject } from '../../lib/domain/render/index.ts';
import { nextName } from './calls.ts';
import { REGISTRY, SHOP } from './cast.ts';

/** What makes an object another: its place, its metadata, its parts. */
export interface Change {
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  /** Members of spec; undefined takes one away. */
  spec?: Record<string, unknown>;
}

/** A record without its undefined members. */
export function present<Value>(record: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  const given = (entry: [string, Value | undefined]): entry is [string, Value] => entry[1] !== undefined;
  return Object.fromEntries(Object.entries(record).filter(given));
}

/** An object of a kind with a spec, in SHOP unless told otherwise, with a name that nobody else has. */
export function sample(
  apiVersion: string,
  kind: string,
  spec: Record<string, unknown>,
  change: Change = {},
): KubernetesObject {
  const { name = nextName(kind), namespace = SHOP, labels, annotations, finalizers } = change;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
    },
    spec: present({ ...spec, ...change.spec }),
  };
}

const SAFE = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A container as Pod Security `restricted` wants it. */
export const container = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'main',
  image: `${REGISTRY}/web:1`,
  securityContext: SAFE,
  ...change,
});

/** A Pod's spec. */
export const podSpec = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  containers: [container()],
  ...change,
});

/** A Pod. */
export const pod = (spec: Record<string, unknown> = {}, change: Change = {}): KubernetesObject =>
  sample('v1', 'Pod', podSpec(spec), change);

/** A ConfigMap, the most harmless of all objects. */
export function configMap(change: Omit<Change, 'spec'> = {}): KubernetesObject {
  const { spec: _, ...rest } = sample('v1', 'ConfigMap', {}, change);
  return { ...rest, data: { key: 'value' } };
}
