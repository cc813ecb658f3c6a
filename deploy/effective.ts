// What a role effectively lets its holder do, in a form that reads and compares well: the golden files of deploy/golden.
import { stringify } from 'yaml';
import type { PolicyRule } from '../lib/domain/bundle/types.ts';

/** "resource.group" (with "[name]" where a rule is for one name) -> verbs, both in order. Rules that say the same thing twice say it once. */
export type EffectiveRules = Record<string, string[]>;

/** The effective rules of a list of RBAC rules. */
export function effectiveRules(rules: readonly PolicyRule[]): EffectiveRules {
  const found = new Map<string, Set<string>>();
  for (const { apiGroups, resources, resourceNames, verbs } of rules) {
    for (const group of apiGroups) {
      for (const resource of resources) {
        for (const name of resourceNames ?? ['']) {
          const key = `${resource}${group === '' ? '' : `.${group}`}${name === '' ? '' : ` [${name}]`}`;
          const known = found.get(key) ?? new Set();
          for (const verb of verbs) known.add(verb);
          found.set(key, known);
        }
      }
    }
  }
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return Object.fromEntries(
    [...found].sort(([a], [b]) => byText(a, b)).map(([key, verbs]) => [key, [...verbs].sort(byText)]),
  );
}

/** A golden file's text. */
export function goldenText(who: string, rules: EffectiveRules): string {
  const head = `# What ${who} may do, resource by resource. Compared with the renderer and with a live API server by the tests;\n# after a change that is meant: npx vitest run --project unit deploy/golden.test.ts -u\n`;
  const lines = Object.entries(rules).map(([key, verbs]) =>
    stringify({ [key]: verbs }, { collectionStyle: 'flow', lineWidth: 0 })
      .trim()
      .replace(/^\{ (.*) \}$/, '$1'),
  );
  return `${head}${lines.join('\n')}\n`;
}
