import fs from 'node:fs';
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  /** Milliseconds since 1970. */
  expiresAt: number | undefined;
}

/** All that oidc-provider keeps, in memory and, a moment later, in one file (mode 0600). */
export class Store {
  readonly #file: string;
  readonly #entries: Map<string, Entry>;
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string) {
    this.#file = file;
    let stored: [string, Entry][] = [];
    try {
      stored = JSON.parse(fs.readFileSync(file, 'utf8')) as [string, Entry][];
    } catch {
      // The first start, or a file cut off by a crash: people sign in again.
    }
    this.#entries = new Map(
      stored.filter(([, { expiresAt }]) => expiresAt === undefined || expiresAt > Date.now()),
    );
  }

  get(key: string): AdapterPayload | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAt !== undefined && entry.expiresAt <= Date.now()) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry?.payload;
  }

  find(prefix: string, match: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, { payload }] of this.#entries)
      if (key.startsWith(prefix) && match(payload)) return this.get(key);
    return undefined;
  }

  set(key: string, payload: AdapterPayload, expiresIn: number | undefined): void {
    this.#entries.set(key, { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : undefined });
    this.#saveSoon();
  }

  delete(match: (key: string, payload: AdapterPayload) => boolean): void {
    for (const [key, { payload }] of this.#entries) if (match(key, payload)) this.#entries.delete(key);
    this.#saveSoon();
  }

  /** Writes the file now. */
  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    fs.writeFileSync(`${this.#file}.new`, JSON.stringify([...this.#entries]), { mode: 0o600 });
    fs.renameSync(`${this.#file}.new`, this.#file);
  }

  #saveSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.save();
    }, 200);
  }

  /** The adapter of one of oidc-provider's models. */
  adapter(model: string): Adapter {
    const prefix = `${model}:`;
    return {
      upsert: (id, payload, expiresIn) => {
        this.set(prefix + id, payload, expiresIn);
        return Promise.resolve();
      },
      find: (id) => Promise.resolve(this.get(prefix + id)),
      findByUid: (uid) => Promise.resolve(this.find(prefix, (payload) => payload.uid === uid)),
      findByUserCode: (userCode) =>
        Promise.resolve(this.find(prefix, (payload) => payload.userCode === userCode)),
      consume: (id) => {
        const payload = this.get(prefix + id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
        this.#saveSoon();
        return Promise.resolve();
      },
      destroy: (id) => {
        this.delete((key) => key === prefix + id);
        return Promise.resolve();
      },
      revokeByGrantId: (grantId) => {
        this.delete((_, payload) => payload.grantId === grantId);
        return Promise.resolve();
      },
    };
  }
}
