/**
 * Proves a cluster's guardrails: that the bundle is there as it was printed, and that its policies refuse what they must.
 * The worker can't prove most of them as itself, since RBAC or its own fence would answer first. So it asks for a token of
 * the canary's prober, which has a tenant's rights there and is refused everything but dry runs, and tries out what each
 * policy must refuse. A refusal counts only if it names the policy.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CANARY_HOST, CANARY_OFFER } from '../domain/bundle/canary.ts';
import {
  BUNDLE_VERSION,
  CANARY_NAMESPACE,
  PROBER_NAME,
  PROBES,
  refusingPolicy,
  type Probe,
} from '../domain/bundle/index.ts';
import {
  BUNDLE_COMMAND,
  PROOF_REASONS,
  type ClusterFinding,
  type GuardrailCheck,
  type ProofReason,
} from '../domain/cluster/index.ts';
import { isKubeError, isOutage, type KubeClient, type KubeError, type Trial } from '../kubernetes/index.ts';
import { failed, inspectPolicies, versionOf } from './guardrail-checks.ts';

/** Seconds a prober's token is good for: the least that an API server gives. */
const TOKEN_SECONDS = 600;
/** It is used no longer than this, milliseconds. */
const TOKEN_MS = 8 * 60_000;
/**
 * Milliseconds between tries. A fresh policy takes a second or so to count, and an API server that has just started
 * answers with plain RBAC refusals for a moment: neither is an answer yet.
 */
const TRIES_MS = [150, 350, 1_000, 2_000];

/** What a proof came to, as the cluster's condition. */
export type Proof = ClusterFinding & { type: 'GuardrailsProved'; items: GuardrailCheck[] };

/** Proves one cluster's guardrails, again and again, with one prober's token at a time. The token is in memory only. */
export class Prober {
  readonly #kube: KubeClient;
  readonly #signal: AbortSignal;
  #token: { text: string; mintedAt: number } | null = null;

  constructor(kube: KubeClient, signal: AbortSignal) {
    this.#kube = kube.bind({ signal });
    this.#signal = signal;
  }

  /** One look at everything. @throws KubeError when the cluster doesn't answer: then nothing is known anew. */
  async prove(): Promise<Proof> {
    let policies;
    let bindings;
    try {
      [policies, bindings] = await Promise.all([
        this.#kube.list('ValidatingAdmissionPolicy'),
        this.#kube.list('ValidatingAdmissionPolicyBinding'),
      ]);
    } catch (error) {
      // Without the bundle's ClusterRole the worker may read nothing at all.
      if (!isRefused(error)) throw error;
      return finding(
        [failed('ClusterRole berth:worker', 'NotInstalled', `Berth may not look: ${error.message}`)],
        [],
      );
    }
    const versions = [
      ...new Set(
        policies
          .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === 'guardrail-bundle')
          .map(versionOf),
      ),
    ].sort();
    const inspected = await Promise.all(
      inspectPolicies({ policies, bindings }).map(async ({ name, optional, present, problem }) => {
        if (problem === null) return { name, check: null };
        // An administrator may leave out what the cluster has no use for.
        if (!present && optional !== undefined && !(await this.#served(optional))) {
          return { name, check: idle(name, `${optional} is not served here.`) };
        }
        return { name, check: failed(name, problem.reason, problem.message) };
      }),
    );
    const settled = inspected.flatMap(({ check }) => (check === null ? [] : [check]));
    const open = new Set(inspected.flatMap(({ name, check }) => (check === null ? [name] : [])));
    // Probing a bundle that is visibly not in force tells nothing more; above all, nothing is tried out for real then.
    if (settled.some(({ state }) => state === 'failed')) {
      const rest = [...open].map((name): GuardrailCheck => idle(name, 'As it was printed; not tried out.'));
      return finding(inOrder(inspected, [...settled, ...rest]), versions);
    }
    try {
      const probed = await this.#probeAll(PROBES.filter(({ policy }) => open.has(policy)));
      const twin = await this.#twin();
      return finding([...inOrder(inspected, [...settled, ...probed]), ...twin], versions);
    } catch (error) {
      if (!(error instanceof NoProber)) throw error;
      const rest = [...open].map((name): GuardrailCheck => idle(name, 'As it was printed; not tried out.'));
      const prober = failed(
        `ServiceAccount ${CANARY_NAMESPACE}/${PROBER_NAME}`,
        'NotInstalled',
        `Berth got no token of it: ${error.message}`,
      );
      return finding([...inOrder(inspected, [...settled, ...rest]), prober], versions);
    }
  }

  async #served(group: string): Promise<boolean> {
    const probes = PROBES.filter(({ optional }) => optional === group);
    const found = await Promise.all(
      probes.map(({ request }) => this.#kube.versionsServing(group, request.resource)),
    );
    return found.some((versions) => versions.length > 0);
  }

  /** The worst answer for each policy. */
  async #probeAll(probes: readonly Probe[]): Promise<GuardrailCheck[]> {
    const answers = await Promise.all(probes.map((probe) => this.#probe(probe)));
    const worst = new Map<string, GuardrailCheck>();
    for (const answer of answers) {
      const before = worst.get(answer.name);
      if (before === undefined || RANK[answer.state] > RANK[before.state]) worst.set(answer.name, answer);
    }
    return [...worst.values()];
  }

  async #probe(probe: Probe): Promise<GuardrailCheck> {
    const { policy: name, optional } = probe;
    let { apiVersion } = probe.request;
    if (optional !== undefined) {
      const versions = await this.#kube.versionsServing(optional, probe.request.resource);
      const [first] = versions;
      if (first === undefined) return idle(name, `${probe.request.resource}.${optional} is not served here.`);
      // Policies match every version by conversion; what is tried out must be one that is there.
      if (!versions.includes(apiVersion.slice(optional.length + 1))) apiVersion = `${optional}/${first}`;
    }
    const trial = trialOf(probe, apiVersion);
    return await this.#untilSure(async () => {
      const answer = await this.#send(probe, trial);
      if (answer === null) {
        return {
          sure: false,
          check: failed(name, 'NotRefused', `It let through what it must refuse: ${told(probe)}.`),
        };
      }
      if (refusingPolicy(answer.message) === name) {
        // 422 with this text: an expression of the policy failed, and failurePolicy Fail refused in its place.
        return /resulted in error/.test(answer.message)
          ? {
              sure: true,
              check: failed(
                name,
                'ProbeFailed',
                `One of its expressions ended in an error: a defect of the bundle. ${answer.message}`,
              ),
            }
          : { sure: true, check: { name, state: 'proved', reason: null, message: '' } };
      }
      return {
        sure: false,
        check: failed(name, 'ProbeFailed', `Something else answered ${told(probe)}: ${answer.message}`),
      };
    });
  }

  /** What is granted must pass: a cluster in which everything is refused proves nothing by its refusals. */
  async #twin(): Promise<GuardrailCheck[]> {
    const name = 'what is granted';
    const checks = await Promise.all(
      TWINS.map((trial) =>
        this.#untilSure(async () => {
          const answer = await this.#asProber((token) => this.#attempt(trial, token, true));
          return answer === null
            ? { sure: true, check: { name, state: 'proved' as const, reason: null, message: '' } }
            : {
                sure: false,
                check: failed(
                  name,
                  'ProbeFailed',
                  `What every tenant may do was refused to the prober of ${CANARY_NAMESPACE}: ${answer.message}`,
                ),
              };
        }),
      ),
    );
    return [checks.find(({ state }) => state === 'failed') ?? checks[0]].filter(
      (check) => check !== undefined,
    );
  }

  async #untilSure(look: () => Promise<{ sure: boolean; check: GuardrailCheck }>): Promise<GuardrailCheck> {
    for (const ms of TRIES_MS) {
      const { sure, check } = await look();
      if (sure) return check;
      await sleep(ms, undefined, { signal: this.#signal });
    }
    return (await look()).check;
  }

  /** The refusal; null when it was let through. */
  async #send(probe: Probe, trial: Trial): Promise<KubeError | null> {
    if (probe.as === 'worker') return await this.#attempt(trial, null, true);
    return await this.#asProber((token) => this.#attempt(trial, token, probe.dryRun));
  }

  async #attempt(trial: Trial, token: string | null, dryRun: boolean): Promise<KubeError | null> {
    try {
      await this.#kube.attempt(trial, token, { dryRun });
      return null;
    } catch (error) {
      // No answer is no refusal, and neither is being turned away for the time being.
      if (!isKubeError(error) || isOutage(error) || error.kind === 'throttled' || error.kind === 'server')
        throw error;
      return error;
    }
  }

  async #asProber(send: (token: string) => Promise<KubeError | null>): Promise<KubeError | null> {
    const answer = await send(await this.#minted());
    if (answer?.status !== 401) return answer;
    // The account was made anew, or its time is over: another token, once.
    this.#token = null;
    return await send(await this.#minted());
  }

  async #minted(): Promise<string> {
    const now = performance.now();
    if (this.#token === null || now - this.#token.mintedAt > TOKEN_MS) {
      const account = { namespace: CANARY_NAMESPACE, name: PROBER_NAME };
      try {
        this.#token = { text: await this.#kube.mintToken(account, TOKEN_SECONDS), mintedAt: now };
      } catch (error) {
        if (isKubeError(error, 'not-found') || isRefused(error)) throw new NoProber(error.message);
        throw error;
      }
    }
    return this.#token.text;
  }
}

/** There is no account to probe with, or Berth may not have a token of it. */
class NoProber extends Error {}

/** A refusal of what was asked, not of the credential: that is no news about the bundle. */
function isRefused(error: unknown): error is KubeError {
  return isKubeError(error, 'forbidden') && error.status !== 401;
}

const RANK: Readonly<Record<GuardrailCheck['state'], number>> = { idle: 0, proved: 1, failed: 2 };

const idle = (name: string, message: string): GuardrailCheck => ({
  name,
  state: 'idle',
  reason: null,
  message,
});

function inOrder(order: readonly { name: string }[], checks: readonly GuardrailCheck[]): GuardrailCheck[] {
  return order.flatMap(({ name }) => checks.filter((check) => check.name === name));
}

function trialOf({ request }: Probe, apiVersion: string): Trial {
  const { verb, resource, subresource, name, namespace, object } = request;
  const parts = [
    apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`,
    ...(namespace === null ? [] : [`namespaces/${namespace}`]),
    resource,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  const versioned = typeof object['apiVersion'] === 'string' && subresource === undefined;
  return {
    method: verb === 'create' ? 'POST' : 'PATCH',
    path: parts.join('/'),
    body: versioned ? { ...object, apiVersion } : object,
    ...(verb === 'patch' ? { contentType: 'application/merge-patch+json' } : {}),
  };
}

function told({ request }: Probe): string {
  const { verb, resource, subresource, namespace } = request;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verb} ${what}${namespace === null ? '' : ` in ${namespace}`}`;
}

/** Allowed to every tenant: a plain object, and an Ingress on the canary's own host. */
const TWINS: readonly Trial[] = [
  {
    method: 'POST',
    path: `/api/v1/namespaces/${CANARY_NAMESPACE}/configmaps`,
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'probe' } },
  },
  {
    method: 'POST',
    path: `/apis/networking.k8s.io/v1/namespaces/${CANARY_NAMESPACE}/ingresses`,
    body: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'probe' },
      spec: {
        ingressClassName: CANARY_OFFER,
        rules: [
          {
            host: CANARY_HOST,
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'probe', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    },
  },
];

const SHOWN = 4;

/** The condition that the checks come to. `versions`: of what is installed. */
function finding(items: GuardrailCheck[], versions: readonly string[]): Proof {
  const bad = items.filter(({ state }) => state === 'failed');
  if (bad.length === 0) {
    const policies = items.filter(
      ({ state, name }) => state === 'proved' && name.startsWith('berth-'),
    ).length;
    return {
      type: 'GuardrailsProved',
      status: 'True',
      reason: 'Proved',
      message: `The guardrail bundle ${versions.join(', ')} is in force: ${String(policies)} policies refuse what they must.`,
      items,
    };
  }
  const reason =
    PROOF_REASONS.find((candidate) => bad.some((check) => check.reason === candidate)) ?? 'ProbeFailed';
  return {
    type: 'GuardrailsProved',
    status: 'False',
    reason,
    message: messageOf(reason, bad, versions),
    items,
  };
}

function messageOf(reason: ProofReason, bad: readonly GuardrailCheck[], versions: readonly string[]): string {
  const those = bad.filter((check) => check.reason === reason);
  const install = `A cluster administrator installs the bundle: ${BUNDLE_COMMAND}`;
  if (reason === 'WrongVersion') {
    return `The guardrail bundle here is ${versions.join(', ')}, and this Berth needs ${BUNDLE_VERSION}. ${install}`;
  }
  if (reason === 'NotInstalled' && those.length > SHOWN) {
    return `${String(those.length)} parts of the guardrail bundle are missing or changed, among them ${names(those)}. ${install}`;
  }
  const said = those
    .slice(0, SHOWN)
    .map(({ name, message }) => `${name}: ${message}`)
    .join(' ');
  const more = those.length > SHOWN ? ` And ${String(those.length - SHOWN)} more.` : '';
  return `${said}${more} ${install}`;
}

const names = (checks: readonly GuardrailCheck[]): string =>
  checks
    .slice(0, SHOWN)
    .map(({ name }) => name)
    .join(', ');
