// A Job that was started when its registry was still approved: its Pods carry a finalizer of the Job controller's.
import { collectionPath, standing } from './calls.ts';
import { SHOP } from './cast.ts';
import type { Caller } from './http.ts';
import { container, podSpec, sample } from './samples.ts';

const job = sample('batch/v1', 'Job', {
  template: {
    metadata: { labels: { job: 'old' } },
    spec: {
      ...podSpec({ containers: [container({ image: 'registry.example.test/withdrawn/job:1' })] }),
      restartPolicy: 'Never',
    },
  },
});
const pods = `${collectionPath({ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: SHOP } })}?labelSelector=job%3Dold`;

export const OLD_JOB = {
  job,
  /** Where its Pods are listed. */
  pods,
  given: standing(job),
  /** Whether the controller has made its Pod. */
  stands: async (admin: Caller): Promise<boolean> => {
    const items = (await admin.get(pods)).body['items'];
    return Array.isArray(items) && items.length > 0;
  },
};
