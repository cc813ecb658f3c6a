// Plain HTTPS to an API server: what kubectl would send, without kubectl's own judgement in between.
import { Agent, request } from 'node:https';
import type { Call, Verb } from './types.ts';

/** What the API server answered. */
export interface Answer {
  status: number;
  /** What it warned of; "" when of nothing. */
  warnings: string;
  /** A Status, the object, or text in `message` when it isn't JSON. */
  body: {
    message?: string;
    metadata?: { name?: string; [field: string]: unknown };
    [field: string]: unknown;
  };
}

/** A credential: a bearer token, or a client certificate and its key (PEM). */
export type Credential = { token: string } | { cert: string; key: string };

const METHODS: Readonly<Record<Verb, string>> = {
  create: 'POST',
  replace: 'PUT',
  'merge-patch': 'PATCH',
  'json-patch': 'PATCH',
  'strategic-patch': 'PATCH',
  apply: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
  connect: 'GET',
};

const TYPES: Readonly<Partial<Record<Verb, string>>> = {
  'merge-patch': 'application/merge-patch+json',
  'json-patch': 'application/json-patch+json',
  'strategic-patch': 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** One caller's connections to an API server. */
export class Caller {
  readonly #server: string;
  readonly #credential: Credential;
  readonly #agent: Agent;

  constructor(server: string, ca: string, credential: Credential) {
    this.#server = server;
    this.#credential = credential;
    this.#agent = new Agent({
      ca,
      keepAlive: true,
      maxSockets: 16,
      ...('cert' in credential ? { cert: credential.cert, key: credential.key } : {}),
    });
  }

  /** GET. */
  get(path: string): Promise<Answer> {
    return this.#exchange('GET', path, undefined, undefined);
  }

  /** Sends a call. */
  send(call: Call): Promise<Answer> {
    const query = new URLSearchParams(call.query);
    if (call.verb === 'apply') {
      query.set('fieldManager', query.get('fieldManager') ?? 'attacks');
      query.set('force', 'true');
    }
    const path = query.size === 0 ? call.path : `${call.path}?${query.toString()}`;
    return this.#exchange(METHODS[call.verb], path, TYPES[call.verb] ?? 'application/json', call.body);
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange(method: string, path: string, type: string | undefined, body: unknown): Promise<Answer> {
    const headers: Record<string, string> = {};
    if ('token' in this.#credential) headers['authorization'] = `Bearer ${this.#credential.token}`;
    if (body !== undefined && type !== undefined) headers['content-type'] = type;
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#server}${path}`, { method, headers, agent: this.#agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.once('error', reject);
        answer.once('end', () => {
          const warnings = [answer.headers['warning'] ?? []].flat().join('\n');
          resolve({ status: answer.statusCode ?? 0, warnings, body: parsed(text) });
        });
      });
      sent.once('error', reject);
      // An accepted stream: the door is open, which is all that is asked.
      sent.once('upgrade', (answer, socket) => {
        socket.destroy();
        resolve({ status: answer.statusCode ?? 0, warnings: '', body: {} });
      });
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function parsed(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return { message: text };
  }
}
