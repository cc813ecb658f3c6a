import { createPrivateKey, generateKeyPairSync, randomBytes, sign, type JsonWebKey } from 'node:crypto';
import fs from 'node:fs';

/** One RSA signing key as a JWK set. */
export interface KeySet {
  keys: (JsonWebKey & { kid: string; use: 'sig'; alg: 'RS256' })[];
}

/** The provider's signing key, kept in `file` (mode 0600); made at the first call. */
export function keepKeySet(file: string): KeySet {
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')) as KeySet;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const set: KeySet = { keys: [{ ...jwk, kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' }] };
  fs.writeFileSync(file, JSON.stringify(set), { mode: 0o600 });
  return set;
}

/** A JWT signed with the set's first key. */
export function signJwt(set: KeySet, claims: Record<string, unknown>): string {
  const [key] = set.keys;
  if (!key) throw new Error('The key set is empty');
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: key.kid })}.${encode(claims)}`;
  const signature = sign('RSA-SHA256', Buffer.from(signed), createPrivateKey({ key, format: 'jwk' }));
  return `${signed}.${signature.toString('base64url')}`;
}
