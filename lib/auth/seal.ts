/** Seals refresh tokens, so that a dump of the database is no key to the identity provider. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 1;

function key(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'berth session refresh token v1', 32));
}

/** AES-256-GCM under a key derived from `secret`, bound to `context` (the session's id): version, nonce, tag, text. */
export function seal(text: string, secret: string, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key(secret), nonce);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]);
}

/** The sealed text, or null when it was sealed with another secret, for another context, or was touched. */
export function open(sealed: Uint8Array, secret: string, context: string): string | null {
  const bytes = Buffer.from(sealed);
  if (bytes.length < 29 || bytes[0] !== VERSION) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key(secret), bytes.subarray(1, 13));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(13, 29));
    return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
