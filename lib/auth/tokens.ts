/** Personal API tokens: `berth_<id>_<secret>`. The id finds the row, the secret is compared as a hash in constant time. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token's id is its row's uuid without dashes; the secret is 256 random bits. */
const FORMAT = /^berth_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A new secret for the token row `id` (a uuid): the text to show once, and the hash to store. */
export function mintToken(id: string): { token: string; hash: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { token: `berth_${id.replaceAll('-', '')}_${secret}`, hash: hashSecret(secret) };
}

/** Row id and secret of a token's text; null when it isn't one. */
export function parseToken(text: string): { id: string; secret: string } | null {
  const match = FORMAT.exec(text);
  const hex = match?.[1];
  const secret = match?.[2];
  if (hex === undefined || secret === undefined) return null;
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), secret };
}

/** What a list shows to recognise a token by. */
export function tokenPrefix(id: string): string {
  return `berth_${id.replaceAll('-', '').slice(0, 8)}…`;
}

export function secretMatches(secret: string, hash: Uint8Array): boolean {
  const given = hashSecret(secret);
  return given.length === hash.length && timingSafeEqual(given, hash);
}
