// Ways to become a ServiceAccount: tokens that never end, and tokens on request.
import { DEPLOYER_NAME } from '../../render/labels.ts';
import { exemptUsers, type FullBundleValues } from '../values.ts';
import { trusted } from './cel.ts';
import { match, type Policy } from './policy.ts';

/** The policy on Secrets: the controller manager fills a token without an end into one of this type, for whoever can write Secrets. */
export function secretsPolicy(values: FullBundleValues): Policy {
  return {
    name: 'berth-secrets',
    about: 'Nobody asks for a ServiceAccount token without an end.',
    // The type of a Secret can't be changed: only its creation is judged.
    rules: [match('', 'v1', ['CREATE'], ['secrets'])],
    selects: 'managed',
    variables: [trusted({ users: exemptUsers(values, 'berth-secrets') })],
    checks: [
      {
        expression: `!has(object.type) || object.type != 'kubernetes.io/service-account-token' || variables.trusted`,
        message: `Secrets of type kubernetes.io/service-account-token never end and are not allowed. Ask for a token of ${DEPLOYER_NAME} instead: kubectl create token ${DEPLOYER_NAME}.`,
      },
    ],
  };
}

/** The policy on TokenRequests: one account is for pipelines; a node asks for the accounts of its pods, as NodeRestriction lets it. */
export function serviceAccountTokensPolicy(values: FullBundleValues): Policy {
  return {
    name: 'berth-serviceaccount-tokens',
    about: `Tokens on request are for the ServiceAccount ${DEPLOYER_NAME} alone.`,
    rules: [match('', 'v1', ['CREATE'], ['serviceaccounts/token'])],
    selects: 'managed',
    variables: [trusted({ worker: true, users: exemptUsers(values, 'berth-serviceaccount-tokens') })],
    checks: [
      {
        expression:
          `request.name == '${DEPLOYER_NAME}' || (request.userInfo.username.startsWith('system:node:') && has(request.userInfo.groups) && ` +
          `'system:nodes' in request.userInfo.groups) || variables.trusted`,
        message: `Tokens can be asked for the ServiceAccount ${DEPLOYER_NAME} alone.`,
        messageExpression: `'A token of ServiceAccount ' + request.name + ' is not given out: tokens can be asked for ${DEPLOYER_NAME} alone.'`,
      },
    ],
  };
}
