// Takes the bundle apart on a live control plane, one rule at a time, and sees whether anybody notices.
import { merge, type Target } from './calls.ts';
import type { Lab } from './lab.ts';
import { overlap, policySpecs, removalsOf, type Removal, type Unprovable } from './removals.ts';
import { attack, pass } from './run.ts';
import type { Attempt, Passage } from './types.ts';

/** What became of a removal. */
export interface Finding {
  policy: string;
  what: string;
  /** The attempt that got through, or the work that stopped; null for a rule that nobody missed. */
  shownBy: string | null;
}

/** What the prover found. */
export interface Proof {
  findings: Finding[];
  unprovable: Unprovable[];
  /** Attempts that weren't refused, and work that wasn't let through, with the whole bundle in force. */
  broken: string[];
  seconds: number;
}

/** Requests under way at once. */
const CONCURRENCY = 8;

/**
 * Removes each rule of the policies, checks that an attempt then gets through (or, for an exemption, that work then stops), and puts it
 * back. Policies that see none of each other's requests are taken apart at the same time. All requests are dry runs where there are any.
 */
export async function prove(
  lab: Lab,
  suite: { attempts: readonly Attempt[]; passages: readonly Passage[] },
  options: {
    only?: readonly string[];
    unprovable?: (removal: Removal) => string | null;
    say?: (line: string) => void;
  } = {},
): Promise<Proof> {
  const started = performance.now();
  const say = options.say ?? (() => undefined);
  const specs = policySpecs(lab.bundle);
  const wanted = [...specs].filter(([name]) => options.only === undefined || options.only.includes(name));
  const served = await servedResources(lab);
  const unprovable: Unprovable[] = [];
  const queues = new Map<string, Removal[]>();
  for (const [policy, spec] of wanted) {
    const found = removalsOf(policy, spec, served);
    unprovable.push(...found.unprovable);
    queues.set(
      policy,
      found.removals.filter((removal) => {
        const why = options.unprovable?.(removal) ?? null;
        if (why !== null) unprovable.push({ policy, what: removal.what, why });
        return why === null;
      }),
    );
  }

  const mine = (policy: string): Attempt[] => suite.attempts.filter(({ refusedBy }) => refusedBy === policy);
  const through = (policy: string): Passage[] => suite.passages.filter(({ passes }) => passes === policy);
  // What doesn't hold with the whole bundle shows nothing about a part of it.
  const broken = await unsound(lab, [...queues.keys()].flatMap(mine), [...queues.keys()].flatMap(through));
  for (const line of broken.values()) say(`doesn't hold with the whole bundle: ${line}`);
  const sound = <Item extends object>(items: Item[]): Item[] => items.filter((item) => !broken.has(item));

  const findings: Finding[] = [];
  let changed: string[] = [];
  for (;;) {
    const round = nextRound(queues, specs);
    if (round.length === 0) break;
    const now = round.map(({ policy }) => policy);
    await Promise.all([
      ...changed
        .filter((policy) => !now.includes(policy))
        .map((policy) => write(lab, policy, specs.get(policy))),
      ...round.map(({ policy, spec }) => write(lab, policy, spec)),
    ]);
    changed = now;
    await lab.marker.settled();
    const shown = await Promise.all(
      round.map(({ policy, shownBy }) =>
        shownBy === 'attempts'
          ? firstLetIn(lab, sound(mine(policy)))
          : firstStopped(lab, sound(through(policy))),
      ),
    );
    round.forEach(({ policy, what }, index) => {
      const shownBy = shown[index] ?? null;
      findings.push({ policy, what, shownBy });
      if (shownBy === null) say(`nobody missed it: ${policy}: ${what}`);
    });
  }
  await Promise.all(changed.map((policy) => write(lab, policy, specs.get(policy))));
  await lab.marker.settled();
  return {
    findings,
    unprovable,
    broken: [...broken.values()],
    seconds: (performance.now() - started) / 1000,
  };
}

/** The next removals that can be made at the same time; takes them out of their queues. */
function nextRound(queues: Map<string, Removal[]>, specs: ReturnType<typeof policySpecs>): Removal[] {
  const round: Removal[] = [];
  // Who has most to do goes first, so that the rounds end together.
  const longest = [...queues].sort(([, a], [, b]) => b.length - a.length);
  for (const [policy, queue] of longest) {
    const spec = specs.get(policy);
    const [next] = queue;
    if (next === undefined || spec === undefined) continue;
    const free = round.every((other) => {
      const taken = specs.get(other.policy);
      return taken !== undefined && !overlap(spec, taken);
    });
    if (!free) continue;
    round.push(next);
    queue.shift();
  }
  return round;
}

async function write(lab: Lab, policy: string, spec: Removal['spec'] | undefined): Promise<void> {
  const target: Target = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: policy },
  };
  // A merge patch keeps what it doesn't name: conditions that were there before must be named to go.
  const { status, body } = await lab.admin.send(merge(target, { spec: { matchConditions: null, ...spec } }));
  if (status >= 300) throw new Error(`${policy} can't be changed: ${body.message ?? String(status)}`);
}

async function firstLetIn(lab: Lab, attempts: readonly Attempt[]): Promise<string | null> {
  return first(
    attempts,
    async (attempt) => (await attack(lab, attempt, { dryRun: true })).outcome === 'let-in',
  );
}

async function firstStopped(lab: Lab, passages: readonly Passage[]): Promise<string | null> {
  return first(passages, async (passage) => (await pass(lab, passage, { dryRun: true })) !== null);
}

/** The name of the first for which it is so; a few are asked at once. */
async function first<Item extends { name: string }>(
  items: readonly Item[],
  isSo: (item: Item) => Promise<boolean>,
): Promise<string | null> {
  let found: string | null = null;
  const next = items.values();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const item of next) {
        if (found !== null) return;
        if (await isSo(item)) found ??= item.name;
      }
    }),
  );
  return found;
}

/** What doesn't go as it must with the whole bundle in force, and how it went. */
async function unsound(
  lab: Lab,
  attempts: readonly Attempt[],
  passages: readonly Passage[],
): Promise<Map<object, string>> {
  const broken = new Map<object, string>();
  await first(attempts, async (attempt) => {
    const { outcome, message } = await attack(lab, attempt, { dryRun: true });
    if (outcome !== 'refused')
      broken.set(attempt, `${attempt.refusedBy}: ${attempt.name}: ${outcome}: ${message}`);
    return false;
  });
  await first(passages, async (passage) => {
    const complaint = await pass(lab, passage, { dryRun: true });
    if (complaint !== null) broken.set(passage, `${passage.passes}: ${passage.name}: ${complaint}`);
    return false;
  });
  return broken;
}

/** Whether the cluster has a resource, by discovery; a wildcard is there. */
async function servedResources(lab: Lab): Promise<(resource: string) => boolean> {
  interface Resources {
    groups?: { preferredVersion: { groupVersion: string } }[];
    resources?: { name: string }[];
  }
  const list = async (path: string): Promise<Resources> => (await lab.admin.get(path)).body as Resources;
  const names = new Set<string>();
  const { groups = [] } = await list('/apis');
  for (const path of [
    '/api/v1',
    ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`),
  ]) {
    const group = path === '/api/v1' ? '' : (path.split('/')[2] ?? '');
    for (const { name } of (await list(path)).resources ?? []) names.add(`${group}/${name}`);
  }
  return (resource) => resource.includes('*') || names.has(resource);
}
