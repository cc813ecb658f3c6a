import type { z } from 'zod';

/**
 * Who an operation is for, as the matrix test walks it. `anybody`: no sign-in. `signed-in`: everybody who is.
 * `insiders`: 404 for who has no part in the thing (its team, administrators, auditors; for a request also its parties).
 * `members`, `maintainers`: of the owning team, or administrators. `deciders`: a party of the request, never who asked.
 * `requester`, `owner`: that one person. `overseers`: administrators and auditors. `administrators`: these alone.
 */
type PermissionClass =
  | 'anybody'
  | 'signed-in'
  | 'insiders'
  | 'members'
  | 'maintainers'
  | 'deciders'
  | 'requester'
  | 'owner'
  | 'overseers'
  | 'administrators';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One operation of the API: what OpenAPI says of it, what the wrapper checks, and a row of the matrix. */
export type Operation = {
  id: string;
  method: Method;
  /** OpenAPI's form: `/api/v1/teams/{slug}`. */
  path: `/api/v1/${string}`;
  tag: string;
  summary: string;
  permission: PermissionClass;
  /** Scope that an API token needs; null: sessions only. */
  scope: 'read' | 'write' | 'approve' | null;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** What a success answers with; null: something else than JSON, of `mediaType`. */
  response: z.ZodType | null;
  mediaType?: string;
  /** Status of a success; 200 unless told. */
  status?: number;
  /** The list is also offered as CSV, with `?format=csv`. */
  csv?: true;
  /** The answer shows a secret: it is not kept for Idempotency-Key. */
  secret?: true;
  /** The body is read as JSON whatever its Content-Type says: the tool that sends it, or its documentation, names none. */
  anyContentType?: true;
  /** The version that the change is based on must be sent as If-Match. */
  ifMatch?: true;
};
