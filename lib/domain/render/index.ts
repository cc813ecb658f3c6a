// From a namespace's desired state to the Kubernetes objects that make it true, in the order they must be applied (design section 5).
// Names are fixed, so that the same state gives the same objects, byte by byte.
import { accessObjects } from './access.ts';
import { fenceObjects } from './fences.ts';
import { namespaceObject } from './namespace.ts';
import type { RenderInput, RenderedObject } from './types.ts';

export { clusterRoleOf } from './access.ts';
export * from './labels.ts';
export { STAGES, type KubernetesObject, type RenderedObject, type RenderInput } from './types.ts';
export { toYaml } from './yaml.ts';

/** The objects of a namespace: itself, its fences, then who may act in it. Throws only for input that the schemas refuse. */
export function renderNamespace(input: RenderInput): RenderedObject[] {
  return [
    { stage: 'namespace', object: namespaceObject(input) },
    ...fenceObjects(input).map((object): RenderedObject => ({ stage: 'fences', object })),
    ...accessObjects(input).map((object): RenderedObject => ({ stage: 'access', object })),
  ];
}
