// Shapes of the attack suite.
import type { KubernetesObject } from '../../lib/domain/render/index.ts';

/** Who attacks. Each has a credential of their own on the control plane: nobody is impersonated. See cast.ts. */
export type Actor =
  | 'alice'
  | 'carol'
  | 'dave'
  | 'erin'
  | 'pipeline'
  | 'worker'
  | 'prober'
  | 'cert-manager'
  | 'lookalike'
  | 'breaker'
  | 'endpoint-controller'
  | 'administrator';

/** How a call writes. `replace` is a PUT of what is live with a merge patch on it, `apply` a forced server-side apply. */
export type Verb =
  | 'create'
  | 'replace'
  | 'merge-patch'
  | 'json-patch'
  | 'strategic-patch'
  | 'apply'
  | 'delete'
  | 'deletecollection'
  | 'connect';

/** One request to the API server. */
export interface Call {
  verb: Verb;
  /** Without a query. */
  path: string;
  /** What is sent; for `replace` a merge patch, for `json-patch` its operations. */
  body?: unknown;
  query?: Readonly<Record<string, string>>;
  /** Never turned into a dry run: it is the real write that is refused, or the kind of call that knows no dry run. */
  real?: boolean;
}

/** What stood in the cluster before the guardrails came. */
export interface Given {
  object: KubernetesObject;
  /** Deleted by its owner at once; a finalizer in `object` keeps it there. */
  deleted?: boolean;
}

/** One attempt to get past the guardrails, and the smallest change that makes it legitimate. */
export interface Attempt {
  /** The rule, in words. */
  name: string;
  /** Where the hole is known from: "multitenancy 2.2 #3", "policies-spike B2", a CVE. */
  hole: string;
  actor: Actor;
  given: Given[];
  request: Call;
  /** The policy, which is also its binding's name. */
  refusedBy: string;
  /** A part of the refusal's text. */
  message: string;
  /** Must be allowed. */
  twin: { actor: Actor; request: Call };
}

/** Work of a controller, an owner or a break-glass that every guardrail lets pass. Proves the exemptions. */
export interface Passage {
  name: string;
  actor: Actor;
  given: Given[];
  request: Call;
  /** The policy whose exemption it proves. */
  passes: string;
}
