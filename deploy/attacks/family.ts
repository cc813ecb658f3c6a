// How attempts are written down: one family per policy.
import type { Actor, Attempt, Call, Given, Passage } from './types.ts';

/** An attempt and its legitimate twin. */
export interface Pair {
  attack: Call;
  twin: Call;
}

/** The same call with one thing in it bad, and good. */
export function pair<Value>(make: (value: Value) => Call, bad: Value, good: Value): Pair {
  return { attack: make(bad), twin: make(good) };
}

/** What is said of an attempt beyond its name. */
export interface Told extends Pair {
  hole: string;
  /** A part of the refusal's text. */
  says: string;
  /** Default: the family's. */
  actor?: Actor;
  /** Who makes the twin; default: who attacks. */
  twinActor?: Actor;
  given?: Given[];
}

/** The attempts against one policy, and the passages through it. */
export class Family {
  readonly policy: string;
  readonly attempts: Attempt[] = [];
  readonly passages: Passage[] = [];
  readonly #actor: Actor;

  constructor(policy: string, actor: Actor = 'alice') {
    this.policy = policy;
    this.#actor = actor;
  }

  /** Something that must be refused. */
  refuses(name: string, told: Told): void {
    const actor = told.actor ?? this.#actor;
    this.attempts.push({
      name,
      hole: told.hole,
      actor,
      given: told.given ?? [],
      request: told.attack,
      refusedBy: this.policy,
      message: told.says,
      twin: { actor: told.twinActor ?? actor, request: told.twin },
    });
  }

  /** Something that must go on working. */
  admits(name: string, told: { actor?: Actor; call: Call; given?: Given[] }): void {
    this.passages.push({
      name,
      actor: told.actor ?? this.#actor,
      given: told.given ?? [],
      request: told.call,
      passes: this.policy,
    });
  }
}
