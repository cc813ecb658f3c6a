/** What a call to an API server can end in, apart from success. */
export type KubeErrorKind =
  'unreachable' | 'timeout' | 'forbidden' | 'conflict' | 'not-found' | 'invalid' | 'throttled' | 'server';

/** One detail of a refusal: the field and what is wrong with it (metav1.StatusCause). */
export interface KubeErrorCause {
  field?: string;
  reason?: string;
  message?: string;
}

/**
 * A call that failed. `message` is for people and says no more than the API server did; `retriable` says whether the
 * same call can succeed later without anybody changing what was sent.
 */
export class KubeError extends Error {
  override readonly name = 'KubeError';
  readonly kind: KubeErrorKind;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** metav1.Status.reason, or the network error's code. */
  readonly reason: string;
  readonly causes: readonly KubeErrorCause[];
  readonly retriable: boolean;
  /** What the server asked for in Retry-After, milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(fields: {
    kind: KubeErrorKind;
    status: number;
    reason: string;
    message: string;
    causes?: readonly KubeErrorCause[];
    retryAfterMs?: number | undefined;
    cause?: unknown;
  }) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.kind = fields.kind;
    this.status = fields.status;
    this.reason = fields.reason;
    this.causes = fields.causes ?? [];
    // A 403 is worth another try: right after its start an API server refuses until its policies and roles are loaded,
    // and an administrator may just be installing the bundle.
    this.retriable = fields.kind !== 'invalid';
    this.retryAfterMs = fields.retryAfterMs;
  }
}

/** Whether an error is a KubeError, of a kind where one is named. */
export function isKubeError(error: unknown, kind?: KubeErrorKind): error is KubeError {
  return error instanceof KubeError && (kind === undefined || error.kind === kind);
}

/** Whether an error says that the API server as a whole doesn't answer, not that it refused one call. */
export function isOutage(error: unknown): boolean {
  return isKubeError(error, 'unreachable') || isKubeError(error, 'timeout');
}

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed',
  UND_ERR_SOCKET: 'connection closed',
  UND_ERR_DESTROYED: 'connection closed',
  UND_ERR_CLOSED: 'connection closed',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name is not known just now',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ENOENT: 'a credential file is missing',
  EACCES: 'a credential file may not be read',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not signed by the configured CA',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by the configured CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by the configured CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not signed by the configured CA',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

const TIMEOUTS = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

function codeOf(error: unknown): string {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string') return code;
    // Happy eyeballs: one error per address that was tried.
    const first: unknown = (current as { errors?: unknown[] }).errors?.[0];
    current = current.cause ?? first;
  }
  return 'NetworkError';
}

/** The error for a call that got no answer. `timedOut` when our own deadline ended it. */
export function networkError(error: unknown, timedOutAfterMs?: number): KubeError {
  const code = codeOf(error);
  if (timedOutAfterMs !== undefined || TIMEOUTS.has(code)) {
    const after =
      timedOutAfterMs === undefined ? '' : ` within ${String(Math.round(timedOutAfterMs / 1000))} s`;
    return new KubeError({
      kind: 'timeout',
      status: 0,
      reason: code,
      message: `no answer${after}`,
      cause: error,
    });
  }
  const text = error instanceof Error ? error.message : String(error);
  return new KubeError({
    kind: 'unreachable',
    status: 0,
    reason: code,
    message: NETWORK[code] ?? (text === '' ? code : text),
    cause: error,
  });
}

const BY_STATUS: Readonly<Record<number, KubeErrorKind>> = {
  400: 'invalid',
  401: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  405: 'invalid',
  406: 'invalid',
  409: 'conflict',
  410: 'conflict',
  413: 'invalid',
  415: 'invalid',
  422: 'invalid',
  429: 'throttled',
};

interface StatusBody {
  reason?: unknown;
  message?: unknown;
  details?: { causes?: unknown };
}

/** The error for an answer outside 2xx. `body` is what the server sent, a metav1.Status or anything else. */
export function statusError(status: number, body: string, retryAfter: string | undefined): KubeError {
  let parsed: StatusBody = {};
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) parsed = value;
  } catch {
    // A proxy's HTML, or nothing (401 has no body).
  }
  const kind = BY_STATUS[status] ?? 'server';
  const reason =
    typeof parsed.reason === 'string' && parsed.reason !== '' ? parsed.reason : `HTTP${String(status)}`;
  const said =
    typeof parsed.message === 'string' && parsed.message !== '' ? parsed.message : body.trim().slice(0, 300);
  const message =
    status === 401
      ? "the API server doesn't accept Berth's credential"
      : said === ''
        ? `HTTP status ${String(status)}`
        : said;
  const causes = Array.isArray(parsed.details?.causes) ? (parsed.details.causes as KubeErrorCause[]) : [];
  return new KubeError({ kind, status, reason, message, causes, retryAfterMs: retryAfterMs(retryAfter) });
}

function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
