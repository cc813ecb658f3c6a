// The one place where a host as people write it becomes the name that the registry, the annotation and the policies compare. The grammar is
// RFC 1123's with RFC 5891's punycode, in lower case, without the root's dot; design section 7.

/** A host, wildcard or host and path. `path` is '' for the whole host, else "/cart", by elements. */
export interface HostName {
  readonly host: string;
  readonly path: string;
}

/** What reading a text came to: the name, or a sentence with the remedy. */
export type Reading = (HostName & { readonly problem: null }) | { readonly problem: string };

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const ELEMENT = /^[A-Za-z0-9_.~-]+$/;
const MOST_PATH = 256;
const EXAMPLES = 'such as shop.example.com, *.shop.example.com or shop.example.com/cart';

/**
 * Reads a host as somebody writes it: "Shop.Example.com." and "bücher.example" in their one canonical form. Never throws. Reading what a
 * reading gave gives the same again.
 */
export function readHost(text: string): Reading {
  const trimmed = text.trim();
  if (trimmed === '') return { problem: `Write a host ${EXAMPLES}.` };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    return { problem: `Leave the scheme out of "${shown(trimmed)}": write a host ${EXAMPLES}.` };
  }
  const slash = trimmed.indexOf('/');
  const name = slash < 0 ? trimmed : trimmed.slice(0, slash);
  const wildcard = name.startsWith('*.');
  const base = readName(wildcard ? name.slice(2) : name);
  if ('problem' in base) return base;
  const host = wildcard ? `*.${base.name}` : base.name;
  if (host.length > 253) return { problem: `"${shown(host)}" is longer than a host's 253 characters.` };
  const path = slash < 0 ? { path: '' } : readPath(trimmed.slice(slash));
  if ('problem' in path) return path;
  if (wildcard && path.path !== '') {
    return { problem: `A wildcard carries no path: write ${host}, or one host with its path.` };
  }
  return { host, path: path.path, problem: null };
}

/** A host without a path, wildcard or not: what is delegated to a team. */
export function readDelegation(text: string): Reading {
  const read = readHost(text);
  if (read.problem === null && read.path !== '') {
    return {
      problem: `Names are delegated whole: write ${read.host}. Paths divide a host among one team's namespaces.`,
    };
  }
  return read;
}

/** A DNS suffix from which hosts are delegated. Public suffixes are refused elsewhere: lib/domain/hosts/public-suffix. */
export function readSuffix(text: string): Reading {
  const trimmed = text.trim();
  if (trimmed.startsWith('*')) {
    return { problem: 'A zone is a suffix with everything below it: write example.com, without "*.".' };
  }
  const read = readDelegation(trimmed);
  return read.problem === null ? read : { problem: read.problem };
}

/** The name as one text, as a spec and the annotation hold it: "shop.example.com/cart". */
export function hostText(name: HostName): string {
  return `${name.host}${name.path}`;
}

/** The parts of a text that `hostText` made. */
export function hostParts(text: string): HostName {
  const slash = text.indexOf('/');
  return slash < 0 ? { host: text, path: '' } : { host: text.slice(0, slash), path: text.slice(slash) };
}

/** Whether a host stands for all names below one. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*.');
}

const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}\u2026` : text);

function readName(text: string): { name: string } | { problem: string } {
  const written = shown(text);
  // What a URL's host may not hold, or what would make it more than a host: port, user, percent signs, brackets, blanks.
  if (/[\s\p{Cc}:@%?#[\]\\^|<>"'`{}*,;!$&()+=_]/u.test(text)) {
    return {
      problem: text.includes('*')
        ? `In "${written}" a star can only be the first label: write a host ${EXAMPLES}.`
        : `"${written}" has characters that no host has. Use letters, digits, hyphens and dots, ${EXAMPLES}.`,
    };
  }
  const dotted = text.endsWith('.') ? text.slice(0, -1) : text;
  if (dotted === '' || /^\d+(\.\d+)*$/.test(dotted) || /(^|\.)(0x[0-9a-f]*|\d+)$/i.test(dotted)) {
    return { problem: `"${written}" is an address or no name. Write a host ${EXAMPLES}.` };
  }
  let name: string;
  try {
    // UTS 46: lower case and punycode, as browsers have it.
    name = new URL(`http://${dotted}`).hostname;
  } catch {
    return { problem: `"${written}" is no host. Write one ${EXAMPLES}.` };
  }
  const labels = name.split('.');
  if (!labels.every((label) => LABEL.test(label))) {
    return {
      problem: `"${written}" is no host: each part between dots has 1 to 63 letters, digits and hyphens, with no hyphen at its ends.`,
    };
  }
  if (/^\d+$/.test(labels.at(-1) ?? '')) {
    return { problem: `"${written}" is an address, not a name. Write a host ${EXAMPLES}.` };
  }
  if (labels.length < 2) {
    return { problem: `"${written}" has one part only; a host has at least two, ${EXAMPLES}.` };
  }
  if (name.length > 253) return { problem: `"${written}" is longer than a host's 253 characters.` };
  return { name };
}

function readPath(text: string): { path: string } | { problem: string } {
  const bare = text.replace(/\/+$/, '');
  if (bare === '') return { path: '' };
  if (bare.length > MOST_PATH) return { problem: `A path has at most ${String(MOST_PATH)} characters.` };
  const elements = bare.slice(1).split('/');
  if (!elements.every((element) => ELEMENT.test(element) && element !== '.' && element !== '..')) {
    return {
      problem: `"${shown(text)}" is no path prefix. Write it as /cart or /cart/items: letters, digits and _ . ~ - between single slashes.`,
    };
  }
  return { path: bare };
}

/**
 * The name that an object of a cluster carries, as far as it can be read as one of ours: a path that is a pattern (or anything else that no
 * grant can say) counts as the whole host.
 */
export function usedName(host: string, path: string): HostName {
  const bare = path.replace(/\/+$/, '');
  const plain =
    bare === '' ||
    bare
      .slice(1)
      .split('/')
      .every((element) => ELEMENT.test(element));
  return { host, path: plain ? bare : '' };
}

/** Who holds grants: a service in an environment, which may publish a host from several clusters. */
export function holderId(service: string, environment: string): string {
  return `${service}/${environment}`;
}
