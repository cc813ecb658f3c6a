// Objects as YAML, for people to read and for kubectl to apply.
import { stringify } from 'yaml';
import type { KubernetesObject } from './types.ts';

const HEAD = ['apiVersion', 'kind', 'metadata'];

/** Objects as one YAML text of several documents: apiVersion, kind and metadata first, the rest in the order of the object. */
export function toYaml(objects: readonly KubernetesObject[]): string {
  return objects
    .map((object) => {
      const rest = Object.entries(object).filter(([key]) => !HEAD.includes(key));
      const ordered = Object.fromEntries([...HEAD.map((key) => [key, object[key]] as const), ...rest]);
      // YAML 1.1 is what kubectl reads: there, a plain `on` or `0o7` isn't the text it is in 1.2.
      return stringify(ordered, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
    })
    .join('---\n');
}
