/**
 * What actions take and return: plain JSON. The schemas that check an input live beside their action; the types here
 * are what the pages and the API code against.
 */
import type { DesiredNamespace } from '../domain/desired-state/schema.ts';
import type { Verdict } from '../domain/guardrails/index.ts';
import type { FieldError } from '../domain/errors.ts';
import type { ApiTokenScope, RequestState, Role } from '../queries/types.ts';

/** What asking led to. `state` is 'applied' when it was inside the guardrails and granted at once. */
export type AskResult = {
  number: number;
  state: RequestState;
  cluster: string;
  name: string;
  verdict: Verdict;
};

/** A live look at an ask that is not sent yet. Nothing is written. */
export type Preview = {
  /** Field problems; while there are any, `verdict`, `desired` and `yaml` may be null. */
  errors: FieldError[];
  verdict: Verdict | null;
  desired: DesiredNamespace | null;
  yaml: string | null;
};

/** What an approval or another verb made of a request. */
export type RequestResult = { number: number; state: RequestState; message: string };

/** Input of approve: `resultHash` is the one of the RequestView that was shown. */
export type ApproveInput = { number: number; resultHash: string; comment?: string };
/** Input of reject: `comment` says why and is a must. */
export type RejectInput = { number: number; comment: string };
export type WithdrawInput = { number: number; comment?: string };
export type CommentInput = { number: number; body: string };
/** Input of ask-for-answer: the request goes to answer-needed. Answering (requester) brings it back to pending. */
export type AskForAnswerInput = { number: number; question: string };
export type AnswerInput = { number: number; answer: string };

/** Input of delete: `confirmName` is the namespace's name, typed by hand. */
export type DeleteNamespaceInput = { cluster: string; name: string; confirmName: string; reason?: string };

/** Input of change: only the fields that change. `version` is NamespaceView.version (If-Match). */
export type ChangeNamespaceInput = {
  cluster: string;
  name: string;
  version?: string;
  purpose?: string;
  size?: 'S' | 'M' | 'L' | 'custom';
  quota?: Record<string, string>;
  access?: { kind: 'group' | 'user'; name: string; role: 'viewer' | 'developer' | 'maintainer' }[];
  contact?: string | null;
  links?: Record<string, string>;
  expiresAt?: string | null;
  reason?: string;
};

export type CreateTeamInput = {
  slug: string;
  name: string;
  description?: string;
  contactEmail?: string | null;
  chatUrl?: string | null;
  onCallUrl?: string | null;
  costCentre?: string | null;
  budget?: Record<string, string> | null;
};
/** `version` is TeamView.version. Budget: administrators only. */
export type UpdateTeamInput = { slug: string; version: number } & Partial<Omit<CreateTeamInput, 'slug'>>;
export type MapGroupInput = { team: string; group: string; role: 'member' | 'maintainer' };
export type UnmapGroupInput = { team: string; id: string };
/** Exactly one of `group` and `email`. */
export type GrantRoleInput = { role: Role; group?: string; email?: string };
export type RevokeRoleInput = { id: string };

export type CreateServiceInput = {
  team: string;
  slug: string;
  name: string;
  description?: string;
  tier?: number | null;
  sla?: Record<string, string>;
  links?: Record<string, string>;
};
export type UpdateServiceInput = { slug: string; version: number } & Partial<
  Omit<CreateServiceInput, 'team' | 'slug'>
>;

export type CreateApiTokenInput = { name: string; scopes: ApiTokenScope[]; expiresAt: string };
/** `token` is shown once and never again. */
export type CreatedApiToken = { id: string; name: string; token: string; expiresAt: string };

export type RegisterClusterInput = {
  name: string;
  displayName: string;
  apiServer: string;
  caBundle?: string | null;
  environments: string[];
  config?: Record<string, unknown>;
  mode?: 'heal' | 'observe';
};
export type UpdateClusterInput = { name: string; version: number } & Partial<
  Omit<RegisterClusterInput, 'name'>
>;
