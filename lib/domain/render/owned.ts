// The head of every namespaced object that Berth applies.
import { MANAGED_BY_LABEL, MANAGED_BY_VALUE } from './labels.ts';
import type { KubernetesObject } from './types.ts';

/** An object without its body: kind, name, namespace, and the label that says whose it is. */
export function owned(apiVersion: string, kind: string, name: string, namespace: string): KubernetesObject {
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, labels: { [MANAGED_BY_LABEL]: MANAGED_BY_VALUE } },
  };
}
