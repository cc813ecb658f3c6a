// The head of every object of the bundle.
import { BUNDLE_VERSION_LABEL } from '../render/labels.ts';
import type { KubernetesObject } from '../render/types.ts';
import { BUNDLE_VERSION } from './version.ts';

/**
 * An object of the bundle without its body. None carries `app.kubernetes.io/managed-by: berth`: that label is for what the worker
 * applies and prunes, and it may not touch these.
 */
export function bundleObject(
  apiVersion: string,
  kind: string,
  name: string,
  options: { namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> } = {},
): KubernetesObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
      labels: {
        'app.kubernetes.io/name': 'berth',
        'app.kubernetes.io/component': 'guardrail-bundle',
        [BUNDLE_VERSION_LABEL]: BUNDLE_VERSION,
        ...options.labels,
      },
      ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
    },
  };
}
