// Who may write what the policies go by: the namespace's own labels and annotations.
import { MANAGED_LABEL } from '../../render/labels.ts';
import { labelsOf, trusted, variable } from './cel.ts';
import { match, type Policy } from './policy.ts';

const PROTECTED = `(k.startsWith('berth.dev/') || (variables.managed && k.startsWith('pod-security.kubernetes.io/')))`;

/** Each protected key of `to` is in `from` with the same value; keys of berth.dev always, pod-security ones where the namespace is managed. */
function kept(to: string, from: string): string {
  return `variables.${to}.all(k, !${PROTECTED} || (k in variables.${from} && variables.${from}[k] == variables.${to}[k]))`;
}

/**
 * No selector: it judges namespaces that aren't managed yet, too. Old and new are compared, so the API server's own controllers, which
 * write status and finalizers, need no exemption.
 */
export function namespacesPolicy(): Policy {
  return {
    name: 'berth-namespaces',
    about:
      'Labels and annotations under berth.dev, and the rest of what makes a namespace managed, are written by Berth alone.',
    rules: [
      match('', 'v1', ['CREATE', 'UPDATE', 'DELETE'], ['namespaces']),
      match('', 'v1', ['UPDATE'], ['namespaces/status', 'namespaces/finalize']),
    ],
    selects: 'everything',
    variables: [
      trusted({ worker: true }),
      variable('newLabels', labelsOf('object')),
      variable('oldLabels', labelsOf('oldObject')),
      variable('newAnnotations', annotationsOf('object')),
      variable('oldAnnotations', annotationsOf('oldObject')),
      variable(
        'managed',
        `[variables.newLabels, variables.oldLabels].exists(l, '${MANAGED_LABEL}' in l && l['${MANAGED_LABEL}'] == 'true')`,
      ),
      variable('newOwners', listOf('object', 'ownerReferences')),
      variable('oldOwners', listOf('oldObject', 'ownerReferences')),
      variable('newFinalizers', listOf('object', 'finalizers')),
      variable('oldFinalizers', listOf('oldObject', 'finalizers')),
    ],
    checks: [
      {
        expression:
          `request.operation == 'DELETE' || (${kept('newLabels', 'oldLabels')} && ${kept('oldLabels', 'newLabels')} && ` +
          `${kept('newAnnotations', 'oldAnnotations')} && ${kept('oldAnnotations', 'newAnnotations')}) || variables.trusted`,
        message:
          'Labels and annotations under berth.dev, and pod-security labels of a managed namespace, are set by Berth. Change them in the portal.',
      },
      {
        expression: `request.operation == 'DELETE' || !variables.managed || variables.newOwners == variables.oldOwners || variables.trusted`,
        message:
          'A managed namespace has no owner in the cluster: deleting the owner would delete the namespace.',
      },
      {
        expression: `request.operation == 'DELETE' || !variables.managed || variables.newFinalizers.all(f, f in variables.oldFinalizers) || variables.trusted`,
        message: 'A managed namespace gets no finalizers: they would keep Berth from deleting it.',
      },
      {
        expression: `request.operation != 'DELETE' || !variables.managed || variables.trusted`,
        message: 'A managed namespace is deleted in the portal.',
      },
    ],
  };
}

function annotationsOf(side: 'object' | 'oldObject'): string {
  return `${side} != null && has(${side}.metadata.annotations) ? ${side}.metadata.annotations : {}`;
}

function listOf(side: 'object' | 'oldObject', field: string): string {
  return `${side} != null && has(${side}.metadata.${field}) ? ${side}.metadata.${field} : []`;
}
