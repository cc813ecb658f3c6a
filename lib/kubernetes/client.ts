import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { connectTo, connectWithKubeconfig, type ClusterAccess, type Connection } from './connection.ts';
import { isKubeError, KubeError, networkError, statusError } from './errors.ts';
import { assertWritable, collectionPath, kindOf, objectPath, type Kind } from './kinds.ts';
import { TokenBucket } from './rate-limit.ts';
import type { KubeObject, ObjectRef } from './types.ts';

/** The field manager of everything Berth writes. */
const FIELD_MANAGER = 'berth';
const TIMEOUT_MS = 15_000;
const QPS = 200;
const BURST = 400;
/** Objects per page of a list. */
const PAGE = 500;
/** A Retry-After up to this is waited for here; a longer one is the caller's to plan. */
const PATIENCE_MS = 5_000;
const THROTTLE_TRIES = 3;

const APPLY = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';
const JSON_TYPE = 'application/json';

/** Told about each finished call: for metrics. `outcome` is an HTTP status or a KubeError's kind. */
export type CallObserver = (call: { verb: string; kind: string; outcome: string; seconds: number }) => void;

export interface ClientOptions {
  qps?: number;
  burst?: number;
  timeoutMs?: number;
  /** In messages and metrics. */
  cluster?: string;
  fieldManager?: string;
  onCall?: CallObserver;
}

/** What a caller binds for all its calls: see `KubeClient.bind`. */
export interface Binding {
  /** Ends calls on their way. */
  signal?: AbortSignal;
  /** Runs just before each call goes out; throws when the caller may no longer act. */
  guard?: () => void;
}

/** What is asked of the API server's authorisation: may this subject do that here? */
export interface AccessQuestion {
  /** '' to ask as a member of the groups only. */
  user: string;
  groups: readonly string[];
  verb: string;
  group: string;
  resource: string;
  namespace: string;
}

interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** For metrics only. */
  verb: string;
  kind: string;
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  contentType?: string;
  timeoutMs?: number;
  /** Another identity's token, for this call alone. */
  token?: string;
}

/** A write that is tried out, to see whether it would be let through. */
export interface Trial {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path of the API, without a query. */
  path: string;
  body: unknown;
  /** JSON unless told. */
  contentType?: string;
}

/** A page of a list. */
export interface ListPage {
  items: KubeObject[];
  resourceVersion: string;
}

/**
 * The verbs Berth uses on one cluster. Every call has a deadline, waits for its turn in the cluster's rate limit, honours
 * a short Retry-After, and throws KubeError. Safe for any number of callers at once.
 */
export class KubeClient {
  readonly cluster: string;
  readonly connection: Connection;
  readonly #options: Required<Pick<ClientOptions, 'timeoutMs' | 'fieldManager'>> &
    Pick<ClientOptions, 'onCall'>;
  readonly #bucket: TokenBucket;
  readonly #binding: Binding;

  constructor(
    connection: Connection,
    options: ClientOptions = {},
    shared?: { bucket: TokenBucket; binding: Binding },
  ) {
    this.connection = connection;
    this.cluster = options.cluster ?? connection.server;
    this.#options = {
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      fieldManager: options.fieldManager ?? FIELD_MANAGER,
      ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
    };
    this.#bucket = shared?.bucket ?? new TokenBucket(options.qps ?? QPS, options.burst ?? BURST);
    this.#binding = shared?.binding ?? {};
  }

  /** The same client, connections and rate limit, for one caller that may have to stop. */
  bind(binding: Binding): KubeClient {
    return new KubeClient(
      this.connection,
      { ...this.#options, cluster: this.cluster },
      { bucket: this.#bucket, binding },
    );
  }

  /** The object, or null when there is none. */
  async get(ref: ObjectRef): Promise<KubeObject | null> {
    try {
      return await this.#object({
        method: 'GET',
        verb: 'get',
        kind: ref.kind,
        path: objectPath(ref.kind, ref.name, ref.namespace),
      });
    } catch (error) {
      if (isKubeError(error, 'not-found')) return null;
      throw error;
    }
  }

  /**
   * A collection, page by page, in one namespace or over all. Items carry apiVersion and kind.
   */
  async *pages(
    kind: Kind,
    options: { namespace?: string; labelSelector?: string; fieldSelector?: string; limit?: number } = {},
  ): AsyncGenerator<ListPage> {
    const { apiVersion } = kindOf(kind);
    let next = '';
    do {
      const query: Record<string, string> = { limit: String(options.limit ?? PAGE) };
      if (options.labelSelector !== undefined) query['labelSelector'] = options.labelSelector;
      if (options.fieldSelector !== undefined) query['fieldSelector'] = options.fieldSelector;
      if (next !== '') query['continue'] = next;
      const list = (await this.#call({
        method: 'GET',
        verb: 'list',
        kind,
        path: collectionPath(kind, options.namespace),
        query,
        timeoutMs: this.#options.timeoutMs * 2,
      })) as { items?: KubeObject[] | null; metadata?: { continue?: string; resourceVersion?: string } };
      const items = list.items ?? [];
      for (const item of items) {
        item.apiVersion = apiVersion;
        item.kind = kind;
      }
      next = list.metadata?.continue ?? '';
      yield { items, resourceVersion: list.metadata?.resourceVersion ?? '' };
    } while (next !== '');
  }

  /** A whole collection; for those that are small by nature, such as one namespace's. */
  async list(
    kind: Kind,
    options: { namespace?: string; labelSelector?: string } = {},
  ): Promise<KubeObject[]> {
    const all: KubeObject[] = [];
    for await (const page of this.pages(kind, options)) all.push(...page.items);
    return all;
  }

  /** Makes an object that must not be there yet. @throws KubeError `conflict` (AlreadyExists) when it is. */
  async create(object: KubeObject): Promise<KubeObject> {
    assertWritable(object.kind);
    return await this.#object({
      method: 'POST',
      verb: 'create',
      kind: object.kind,
      path: collectionPath(object.kind, object.metadata.namespace),
      query: { fieldManager: this.#options.fieldManager },
      body: object,
    });
  }

  /** Server-side apply with force: makes or changes the object, and takes back what others wrote over. */
  async apply(object: KubeObject): Promise<KubeObject> {
    assertWritable(object.kind);
    return await this.#object({
      method: 'PATCH',
      verb: 'apply',
      kind: object.kind,
      path: objectPath(object.kind, object.metadata.name, object.metadata.namespace),
      query: { fieldManager: this.#options.fieldManager, force: 'true' },
      body: object,
      contentType: APPLY,
    });
  }

  /** A JSON merge patch on an object of that uid. @throws KubeError `conflict` when it is another object by now. */
  async mergePatch(ref: ObjectRef, uid: string, patch: Record<string, unknown>): Promise<KubeObject> {
    assertWritable(ref.kind);
    const metadata = (patch['metadata'] ?? {}) as Record<string, unknown>;
    return await this.#object({
      method: 'PATCH',
      verb: 'patch',
      kind: ref.kind,
      path: objectPath(ref.kind, ref.name, ref.namespace),
      query: { fieldManager: this.#options.fieldManager },
      // A uid in a patch is a precondition: the server refuses to change it.
      body: { ...patch, metadata: { ...metadata, uid } },
      contentType: MERGE,
    });
  }

  /**
   * Deletes an object, if it is still the one with this uid. 'gone' when there is none; 'deleting' when the server has
   * begun (it may take its time). @throws KubeError `conflict` when another object has taken the name.
   */
  async remove(ref: ObjectRef, precondition: { uid: string }): Promise<'gone' | 'deleting'> {
    assertWritable(ref.kind);
    try {
      await this.#call({
        method: 'DELETE',
        verb: 'delete',
        kind: ref.kind,
        path: objectPath(ref.kind, ref.name, ref.namespace),
        body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: precondition.uid } },
      });
      return 'deleting';
    } catch (error) {
      if (isKubeError(error, 'not-found')) return 'gone';
      throw error;
    }
  }

  /** Whether the cluster's authorisation lets a subject do something in a namespace (SubjectAccessReview). */
  async accessReview(question: AccessQuestion): Promise<{ allowed: boolean; reason: string }> {
    const { user, groups, verb, group, resource, namespace } = question;
    const answer = (await this.#call({
      method: 'POST',
      verb: 'create',
      kind: 'SubjectAccessReview',
      path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          ...(user === '' ? {} : { user }),
          groups,
          resourceAttributes: { verb, group, resource, namespace },
        },
      },
    })) as { status?: { allowed?: boolean; reason?: string } };
    return { allowed: answer.status?.allowed === true, reason: answer.status?.reason ?? '' };
  }

  /**
   * Whether the cluster serves a kind, in the version Berth knows (API discovery).
   * @throws KubeError when the cluster doesn't answer.
   */
  async serves(kind: Kind): Promise<boolean> {
    const { path, plural } = kindOf(kind);
    return (await this.#resources(path)).includes(plural);
  }

  /** The versions of an API group in which the cluster serves a resource, the preferred first; none when it doesn't. */
  async versionsServing(group: string, resource: string): Promise<string[]> {
    const answer = (await this.#discover(`/apis/${group}`)) as {
      versions?: { version?: string }[];
    } | null;
    const versions = (answer?.versions ?? []).flatMap(({ version }) => version ?? []);
    const resources = await Promise.all(
      versions.map((version) => this.#resources(`/apis/${group}/${version}`)),
    );
    return versions.filter((_, index) => resources[index]?.includes(resource));
  }

  async #resources(path: string): Promise<string[]> {
    const answer = (await this.#discover(path)) as { resources?: { name?: string }[] } | null;
    return (answer?.resources ?? []).flatMap(({ name }) => name ?? []);
  }

  /** An answer of API discovery; null where there is nothing. */
  async #discover(path: string): Promise<unknown> {
    try {
      return await this.#call({ method: 'GET', verb: 'get', kind: 'discovery', path });
    } catch (error) {
      if (isKubeError(error, 'not-found')) return null;
      throw error;
    }
  }

  /**
   * A new token for a ServiceAccount, good for so many seconds, 600 at least (TokenRequest). The caller keeps it in memory
   * only. @throws KubeError `not-found` when there is no such account.
   */
  async mintToken(account: { namespace: string; name: string }, seconds: number): Promise<string> {
    const answer = (await this.#call({
      method: 'POST',
      verb: 'create',
      kind: 'TokenRequest',
      path: `${objectPath('ServiceAccount', account.name, account.namespace)}/token`,
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: seconds },
      },
    })) as { status?: { token?: string } };
    const token = answer.status?.token;
    if (token === undefined || token === '') {
      throw new KubeError({
        kind: 'server',
        status: 200,
        reason: 'BadAnswer',
        message: 'no token came back',
      });
    }
    return token;
  }

  /**
   * Tries a write out, as Berth itself (`token` null) or as whoever has the token. A dry run, which the API server judges
   * like the real one and then forgets, unless told: only another's may be none. Resolves when it was let through.
   * @throws KubeError.
   */
  async attempt(
    { method, path, body, contentType }: Trial,
    token: string | null,
    options: { dryRun?: boolean } = {},
  ): Promise<void> {
    const { dryRun = true } = options;
    if (token === null && !dryRun) throw new Error('Berth tries nothing out for real as itself');
    await this.#call({
      method,
      verb: 'attempt',
      kind: 'trial',
      path,
      query: { fieldManager: 'berth-prober', ...(dryRun ? { dryRun: 'All' } : {}) },
      body,
      ...(token === null ? {} : { token }),
      ...(contentType === undefined ? {} : { contentType }),
    });
  }

  /** The API server's version, such as v1.36.3. */
  async version(timeoutMs?: number): Promise<string> {
    const answer = (await this.#call({
      method: 'GET',
      verb: 'get',
      kind: 'version',
      path: '/version',
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })) as { gitVersion?: string };
    return answer.gitVersion ?? '';
  }

  /** Resolves when the API server says that it is ready. @throws KubeError `server` naming the checks that failed. */
  async ready(timeoutMs?: number): Promise<void> {
    await this.#call({
      method: 'GET',
      verb: 'get',
      kind: 'readyz',
      path: '/readyz',
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  }

  /** Lets go of the connections. Calls on their way end with KubeError `unreachable`. */
  async close(): Promise<void> {
    await this.connection.close();
  }

  async #object(call: Call): Promise<KubeObject> {
    return (await this.#call(call)) as KubeObject;
  }

  async #call(call: Call): Promise<unknown> {
    const started = performance.now();
    let outcome = 'aborted';
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const answer = await this.#once(call);
          outcome = '2xx';
          return answer;
        } catch (error) {
          if (!isKubeError(error)) throw error;
          outcome = error.status === 0 ? error.kind : String(error.status);
          // 429, and 503 with a time: the server did nothing yet and says when to come back.
          const wait = error.retryAfterMs;
          const turnedAway = error.kind === 'throttled' || error.status === 503;
          if (!turnedAway || wait === undefined || wait > PATIENCE_MS || attempt >= THROTTLE_TRIES)
            throw error;
          await this.#pause(wait + Math.random() * 100);
        }
      }
    } finally {
      this.#options.onCall?.({
        verb: call.verb,
        kind: call.kind,
        outcome,
        seconds: (performance.now() - started) / 1000,
      });
    }
  }

  async #headers(call: Call): Promise<Record<string, string>> {
    try {
      // Another's token goes out alone: what Berth itself is known by must not lend it anything.
      const headers: Record<string, string> =
        call.token === undefined
          ? await this.connection.headers()
          : { authorization: `Bearer ${call.token}` };
      if (call.body !== undefined) headers['content-type'] = call.contentType ?? JSON_TYPE;
      headers['accept'] = JSON_TYPE;
      headers['user-agent'] = 'berth';
      return headers;
    } catch (error) {
      throw networkError(error);
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, this.#binding.signal === undefined ? {} : { signal: this.#binding.signal });
  }

  async #once(call: Call): Promise<unknown> {
    const { signal, guard } = this.#binding;
    const wait = this.#bucket.take();
    if (wait > 0) await this.#pause(wait);

    const timeoutMs = call.timeoutMs ?? this.#options.timeoutMs;
    const deadline = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      deadline.abort();
    }, timeoutMs);
    const stop = (): void => {
      deadline.abort();
    };
    signal?.addEventListener('abort', stop, { once: true });
    let status: number;
    let text: string;
    let retryAfter: string | undefined;
    try {
      const headers = await this.#headers(call);
      const query = call.query === undefined ? '' : `?${new URLSearchParams(call.query).toString()}`;
      signal?.throwIfAborted();
      guard?.();
      const answer = await request(this.connection.server + call.path + query, {
        method: call.method,
        headers,
        body: call.body === undefined ? null : JSON.stringify(call.body),
        dispatcher: this.connection.calls,
        signal: deadline.signal,
      }).catch((error: unknown) => {
        throw networkError(error, late ? timeoutMs : undefined);
      });
      status = answer.statusCode;
      const after = answer.headers['retry-after'];
      retryAfter = typeof after === 'string' ? after : undefined;
      text = await answer.body.text().catch((error: unknown) => {
        throw networkError(error, late ? timeoutMs : undefined);
      });
    } catch (error) {
      // Whoever stopped the caller says why; that our request broke is only a consequence.
      if (signal?.aborted === true) throw signal.reason;
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
    if (status === 401 && call.token === undefined) this.connection.refused();
    if (status >= 300) throw statusError(status, text, retryAfter);
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      if (call.kind === 'readyz') return null;
      throw new KubeError({
        kind: 'server',
        status,
        reason: 'BadAnswer',
        message: 'the answer was cut short or is no JSON',
        cause: error,
      });
    }
  }
}

/** The worker's client for a cluster. Make one per cluster and keep it. */
export function createClient(access: ClusterAccess, options: ClientOptions = {}): KubeClient {
  return new KubeClient(connectTo(access), {
    cluster: access.name,
    ...(access.qps === undefined ? {} : { qps: access.qps }),
    ...(access.burst === undefined ? {} : { burst: access.burst }),
    ...(access.timeoutMs === undefined ? {} : { timeoutMs: access.timeoutMs }),
    ...options,
  });
}

/** A client as a kubeconfig's user, for tools and tests. */
export function createClientFromKubeconfig(
  file: string,
  options: ClientOptions & { context?: string } = {},
): KubeClient {
  return new KubeClient(connectWithKubeconfig(file, options.context), options);
}
