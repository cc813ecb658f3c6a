// Hosts as ranges of reversed names, as the database has them (prisma/migrations/…_hosts_and_connections): a wildcard is the open range of
// all names below, an exact host a point, so that "overlaps" and "lies in" are one rule for both. ADR 0008. A property test holds the two
// to each other.
import { isWildcard, type HostName } from './name.ts';

/** A range of texts in code point order. Null bounds are unbounded. */
interface NameRange {
  readonly from: string | null;
  readonly to: string | null;
  readonly fromIn: boolean;
  readonly toIn: boolean;
}

/** Labels reversed, each ended by a dot: "com.example.shop.". */
function hostKey(host: string): string {
  return `${host.split('.').reverse().join('.')}.`;
}

/** Everything below a name: '/' follows '.' in ASCII. */
const below = (name: string): string => hostKey(name).slice(0, -1) + '/';

function hostRange(host: string): NameRange {
  if (isWildcard(host)) {
    const base = host.slice(2);
    return { from: hostKey(base), to: below(base), fromIn: false, toIn: false };
  }
  const key = hostKey(host);
  return { from: key, to: key, fromIn: true, toIn: true };
}

// '0' follows '/' in ASCII.
function pathRange(path: string): NameRange {
  return path === ''
    ? { from: null, to: null, fromIn: false, toIn: false }
    : { from: `${path}/`, to: `${path}0`, fromIn: true, toIn: false };
}

/** Whether `a` begins before, or where, `b` ends. */
function reaches(a: NameRange, b: NameRange): boolean {
  if (a.from === null || b.to === null) return true;
  return a.from < b.to || (a.from === b.to && a.fromIn && b.toIn);
}

const meet = (a: NameRange, b: NameRange): boolean => reaches(a, b) && reaches(b, a);

function holds(outer: NameRange, inner: NameRange): boolean {
  const begins =
    outer.from === null ||
    (inner.from !== null &&
      (outer.from < inner.from || (outer.from === inner.from && (outer.fromIn || !inner.fromIn))));
  const ends =
    outer.to === null ||
    (inner.to !== null && (inner.to < outer.to || (inner.to === outer.to && (outer.toIn || !inner.toIn))));
  return begins && ends;
}

/** Whether there is a name and path that both stand for: then only one of two holders can have its. */
export function overlaps(a: HostName, b: HostName): boolean {
  return meet(hostRange(a.host), hostRange(b.host)) && meet(pathRange(a.path), pathRange(b.path));
}

/** Whether everything that `inner` stands for lies in `outer`. */
export function covers(outer: HostName, inner: HostName): boolean {
  return (
    holds(hostRange(outer.host), hostRange(inner.host)) && holds(pathRange(outer.path), pathRange(inner.path))
  );
}

/** Whether a host, wildcard or not, lies in a zone: the suffix itself or below it. */
export function inZone(suffix: string, host: string): boolean {
  const base = isWildcard(host) ? host.slice(2) : host;
  return base === suffix || base.endsWith(`.${suffix}`);
}

/**
 * Which hosts overlap one, so that an index can find them: these names exactly, and with `below` all that end with it. Each of a host's
 * parents holds it as a wildcard.
 */
export function overlapping(host: string): { names: string[]; below: string | null } {
  const base = isWildcard(host) ? host.slice(2) : host;
  const labels = base.split('.');
  const wildcards = labels.map((_, index) => `*.${labels.slice(index).join('.')}`);
  // "*.shop.example.com" holds what is below it, not itself.
  return isWildcard(host)
    ? { names: wildcards, below: `.${base}` }
    : { names: [host, ...wildcards.slice(1)], below: null };
}
