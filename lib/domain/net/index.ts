// CIDR blocks as a NetworkPolicy takes them, in canonical form only: a block with host bits or leading zeros means different
// things to different readers, and newer API servers refuse it.

interface Block {
  version: 4 | 6;
  base: bigint;
  prefix: number;
}

function ipv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function ipv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const words = (half: string | undefined): string[] =>
    half === undefined || half === '' ? [] : half.split(':');
  const head = words(halves[0]);
  const tail = words(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  let value = 0n;
  for (const word of [...head, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail]) {
    if (!/^[0-9a-f]{1,4}$/.test(word)) return null;
    value = value * 65536n + BigInt(`0x${word}`);
  }
  return value;
}

function parse(text: string): Block | null {
  const slash = text.indexOf('/');
  if (slash < 0) return null;
  const address = text.slice(0, slash);
  const length = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(length)) return null;
  const version = address.includes(':') ? 6 : 4;
  const base = version === 6 ? ipv6(address) : ipv4(address);
  const prefix = Number(length);
  if (base === null || prefix > (version === 6 ? 128 : 32)) return null;
  return { version, base, prefix };
}

const hostBits = (block: Block): bigint => BigInt((block.version === 6 ? 128 : 32) - block.prefix);

/** Says why a text is no CIDR block that Kubernetes takes, with the remedy; null when it is one. */
export function cidrProblem(text: string): string | null {
  const block = parse(text);
  if (block === null) return `"${text}" is no address block. Write it as 10.20.0.0/16 or 2001:db8::/32.`;
  if (block.base & ((1n << hostBits(block)) - 1n)) {
    return `"${text}" has bits set behind its length. Write the block's first address, or a longer length.`;
  }
  return null;
}

/** Whether `outer` holds all of `inner` and is not the same block. Both must be valid blocks (cidrProblem is null). */
export function cidrStrictlyContains(outer: string, inner: string): boolean {
  const a = parse(outer);
  const b = parse(inner);
  if (a === null || b === null || a.version !== b.version || a.prefix >= b.prefix) return false;
  return a.base >> hostBits(a) === b.base >> hostBits(a);
}

/** Whether `outer` holds all of `inner`, the same block included. */
export function cidrContains(outer: string, inner: string): boolean {
  const a = parse(outer);
  const b = parse(inner);
  if (a === null || b === null || a.version !== b.version || a.prefix > b.prefix) return false;
  return a.base >> hostBits(a) === b.base >> hostBits(a);
}
