import { invalid, tooLarge } from '../domain/errors.ts';

/** Largest body that is read, bytes; a cluster's CA bundle fits with room to spare. */
const BODY_LIMIT = 256 * 1024;

/** The text of a body, refused while it is read once it grows over the limit. */
export async function readBody(request: Request, limit: number = BODY_LIMIT): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A JSON body; an empty one is `{}`. Throws `invalid` for anything else, and unless `anyType` for another Content-Type. */
export function parseJson(request: Request, text: string, anyType = false): unknown {
  if (text === '') return {};
  const type = request.headers.get('content-type')?.split(';')[0]?.trim();
  if (type !== 'application/json' && !anyType) {
    throw invalid([{ field: '', message: 'Send the body as JSON, with Content-Type: application/json.' }]);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid([{ field: '', message: 'The body is not valid JSON.' }]);
  }
}
