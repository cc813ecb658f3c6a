// Names under which anybody can register: what nobody in this house can own, and so what can be no zone. Apart from the other files of
// hosts, since the list is 73 kB: no browser is sent it.
//
// The whole Public Suffix List is embedded, ICANN's part and the private one (github.io is as public as co.uk), as of the date in rules.ts:
// a curated list would miss the one that matters. A list in the source goes stale with its release, which is accepted: suffixes are added,
// hardly ever removed, so an old list refuses a little too little and never too much; and only administrators make zones.
import { RULES } from './rules.ts';

interface Node {
  rule: boolean;
  readonly below: Map<string, Node>;
}

const node = (): Node => ({ rule: false, below: new Map() });

function parse(text: string): Node {
  const root = node();
  const path = [root];
  for (const [, label = '', more = '', close = ''] of text.matchAll(/([^(),+\s]+)(\+?\(?)|(\))/g)) {
    if (close !== '') {
      path.pop();
      continue;
    }
    const child = node();
    child.rule = more !== '(';
    path.at(-1)?.below.set(label, child);
    if (more !== '') path.push(child);
  }
  return root;
}

let tree: Node | undefined;

/**
 * Whether a name is a public suffix: "com", "co.uk", "github.io", "anything.ck". Of rules that fit, the longest prevails, and an exception
 * over all (publicsuffix.org's algorithm). A top-level name that no rule knows counts as one, as the algorithm says; and so, beyond it,
 * does a name directly below which all are suffixes (kobe.jp).
 * `name` in lower case and punycode, without a final dot.
 */
export function isPublicSuffix(name: string): boolean {
  const labels = name.split('.').reverse();
  if (labels.length < 2) return true;
  tree ??= parse(RULES);
  let at: Node | undefined = tree;
  let longest = 1;
  for (const [index, label] of labels.entries()) {
    if (at.below.has(`!${label}`)) return false;
    // A rule "*.ck" stands beside the names below "ck" that have rules of their own, and counts where these say nothing longer.
    if (at.below.get('*')?.rule === true) longest = index + 1;
    at = at.below.get(label) ?? at.below.get('*');
    if (at === undefined) break;
    if (at.rule) longest = index + 1;
  }
  return longest === labels.length || at?.below.get('*')?.rule === true;
}
