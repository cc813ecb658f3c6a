// Names as Kubernetes takes them: namespace names, slugs for our own URLs, and label values.
import { sha256Hex } from '../hash/index.ts';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const SLUG = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names no team can have on any cluster; a final `*` stands for any ending. Design section 4. */
const RESERVED_NAMES = ['kube-*', 'openshift-*', 'default', 'berth-*'] as const;

/**
 * Says why a namespace can't have this name, with the remedy; null when it can.
 * The shape is RFC 1123's DNS label, at most 63 characters. `reserved` adds a cluster's own list (exact names, or a prefix and `*`).
 */
export function namespaceNameProblem(
  name: string,
  options: { reserved?: readonly string[] } = {},
): string | null {
  if (name === '') return 'Give the namespace a name, for example "shop-dev".';
  if (name.length > 63) {
    return `The name has ${String(name.length)} characters; a namespace name has at most 63. Shorten it.`;
  }
  if (!DNS_LABEL.test(name)) {
    const better = slugify(name);
    const hint = better === '' || better === name ? 'for example "shop-dev"' : `for example "${better}"`;
    return `Use lower-case letters, digits and hyphens, with a letter or digit at both ends, ${hint}.`;
  }
  const hit = [...RESERVED_NAMES, ...(options.reserved ?? [])].find((pattern) =>
    matchesPattern(name, pattern),
  );
  if (hit !== undefined) {
    return hit.endsWith('*')
      ? `Names beginning with "${hit.slice(0, -1)}" are reserved. Choose another name.`
      : `The name "${hit}" is reserved. Choose another name.`;
  }
  return null;
}

function matchesPattern(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Whether a text is a DNS-1123 label (the shape of a namespace's name), reserved or not. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && DNS_LABEL.test(text);
}

/** Whether a text is a slug as teams, services and clusters have it: a DNS label that begins with a letter. */
export function isSlug(text: string): boolean {
  return SLUG.test(text);
}

// Letters that Unicode's decomposition leaves whole.
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  đ: 'd',
  ı: 'i', // prettier-ignore
};

/**
 * A slug for a text: lower case, accents removed, everything else one hyphen, at most 63 characters, first a letter.
 * '' when the text has neither a Latin letter nor a digit: then the person must give one.
 */
export function slugify(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[ßæœøðþłđı]/g, (letter) => SPELLED[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain === '') return '';
  const lettered = /^[a-z]/.test(plain) ? plain : `x-${plain}`;
  return lettered.slice(0, 63).replace(/-+$/, '');
}

/**
 * A valid Kubernetes label value for any text: the text itself where it is one, else its slug with 64 bits of its SHA-256
 * behind, so that two long or odd texts keep different values. '' stays '' (a label may be empty).
 * The full text belongs in an annotation of the same key.
 */
export function labelValue(text: string): string {
  if (text === '' || LABEL_VALUE.test(text)) return text;
  const hash = sha256Hex(text).slice(0, 16);
  const head = slugify(text).slice(0, 46).replace(/-+$/, '');
  return head === '' ? hash : `${head}-${hash}`;
}

const LABEL_PREFIX = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** Whether a text is a valid label or annotation key: an optional DNS subdomain and `/`, then a name of at most 63 characters. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  const prefix = slash < 0 ? null : text.slice(0, slash);
  const name = slash < 0 ? text : text.slice(slash + 1);
  if (prefix !== null && (prefix.length > 253 || !LABEL_PREFIX.test(prefix))) return false;
  return LABEL_VALUE.test(name);
}
