// The three sizes a namespace comes in. Figures are what a small service, a usual one and a large one ask for; an administrator
// bounds who gets which at once by guardrails, not here.
import type { Quota } from './words.ts';

/** A size as people choose it. */
export interface Size {
  readonly title: string;
  readonly description: string;
  readonly quota: Quota;
}

const OBJECTS = {
  'services.loadbalancers': '0',
  'services.nodeports': '0',
} as const;

/** Sizes by name. `custom` has no entry: its figures come with the ask. */
export const SIZES: Readonly<Record<'S' | 'M' | 'L', Size>> = {
  S: {
    title: 'Small',
    description: 'A try-out or a small service: 1 CPU, 2 GiB of memory, 10 GiB of storage.',
    quota: {
      'requests.cpu': '1',
      'requests.memory': '2Gi',
      'limits.cpu': '2',
      'limits.memory': '4Gi',
      'requests.storage': '10Gi',
      pods: '20',
      persistentvolumeclaims: '5',
      ...OBJECTS,
      'count/configmaps': '50',
      'count/secrets': '50',
      'count/services': '20',
      'count/jobs.batch': '50',
    },
  },
  M: {
    title: 'Medium',
    description: 'A usual service with its database: 4 CPU, 8 GiB of memory, 50 GiB of storage.',
    quota: {
      'requests.cpu': '4',
      'requests.memory': '8Gi',
      'limits.cpu': '8',
      'limits.memory': '16Gi',
      'requests.storage': '50Gi',
      pods: '50',
      persistentvolumeclaims: '10',
      ...OBJECTS,
      'count/configmaps': '100',
      'count/secrets': '100',
      'count/services': '50',
      'count/jobs.batch': '100',
    },
  },
  L: {
    title: 'Large',
    description: 'Many parts or much load: 16 CPU, 32 GiB of memory, 200 GiB of storage.',
    quota: {
      'requests.cpu': '16',
      'requests.memory': '32Gi',
      'limits.cpu': '32',
      'limits.memory': '64Gi',
      'requests.storage': '200Gi',
      pods: '150',
      persistentvolumeclaims: '30',
      ...OBJECTS,
      'count/configmaps': '300',
      'count/secrets': '300',
      'count/services': '100',
      'count/jobs.batch': '300',
    },
  },
};
