/** Answers with an ETag of what they say, for those who ask again and again: nothing new is 304 and costs no transfer. */
import { createHash } from 'node:crypto';
import { API_HEADERS } from './problem.ts';

/** The value as JSON with its ETag; 304 without a body when If-None-Match has it. */
export function taggedJson(request: Request, value: unknown): Response {
  const text = JSON.stringify(value);
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  const headers = { ...API_HEADERS, 'cache-control': 'private, no-cache', etag };
  return matches(request.headers.get('if-none-match'), etag)
    ? new Response(null, { status: 304, headers })
    : new Response(text, { headers: { ...headers, 'content-type': 'application/json' } });
}

// Compared weakly (RFC 9110, 13.1.2): a proxy that compresses makes an ETag weak.
function matches(header: string | null, etag: string): boolean {
  if (header === null) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}
