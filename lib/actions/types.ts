/**
 * What actions return: plain JSON. What they take is checked by the schemas of schemas.ts, each action from `unknown`.
 */
import type { DesiredNamespace } from '../domain/desired-state/schema.ts';
import type { Verdict } from '../domain/guardrails/index.ts';
import type { FieldError } from '../domain/errors.ts';
import type { RequestState } from '../queries/types.ts';

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

/** `token` is shown once and never again. */
export type CreatedApiToken = { id: string; name: string; token: string; expiresAt: string };
