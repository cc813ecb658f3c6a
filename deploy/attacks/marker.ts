// When a changed policy is in force: admission learns of policies by one watch, in order, and rebuilds all of them at once. So when a
// marker that was made last is in force, everything changed before it is too. Each time it is a new one: a change of one that is there
// could overtake others, where an earlier change of it is still waiting in the API server's queue.
import { create, remove } from './calls.ts';
import type { Caller } from './http.ts';
import { configMap } from './samples.ts';

const ADMISSION = 'admissionregistration.k8s.io/v1';

/** Tells when what was changed is in force, by policies of no consequence. */
export class Marker {
  readonly #admin: Caller;
  #generation = 0;

  constructor(admin: Caller) {
    this.#admin = admin;
  }

  /** Resolves when everything that was changed before the call is in force. @throws after 30 s. */
  async settled(): Promise<void> {
    this.#generation += 1;
    const name = `attacks-marker-${String(this.#generation)}`;
    const binding = {
      apiVersion: ADMISSION,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: name,
        // A warning is heard whatever else is said: of several refusals only one is.
        validationActions: ['Warn'],
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } } },
      },
    };
    const policy = {
      apiVersion: ADMISSION,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] },
          ],
        },
        validations: [{ expression: `object.metadata.name != '${name}'`, message: 'in force' }],
      },
    };
    for (const object of [binding, policy]) {
      const { status, body } = await this.#admin.send(create(object));
      if (status !== 201) throw new Error(`the marker: ${body.message ?? String(status)}`);
    }
    const asked = { ...create(configMap({ namespace: 'default', name })), query: { dryRun: 'All' } };
    const end = Date.now() + 30_000;
    while (!(await this.#admin.send(asked)).warnings.includes(name)) {
      if (Date.now() > end) throw new Error(`${name} is not in force after 30 s`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const object of [binding, policy]) await this.#admin.send(remove(object));
  }
}
