import { addressOf, ADDRESS_BUCKET, takeToken } from '../rate-limit.ts';
import { problemResponse, requestIdOf } from '../problem.ts';
import { openApiText } from './document.ts';

let text: string | undefined;

/** `GET /api/v1/openapi.json`: for anybody, since it says nothing that the source doesn't. */
export async function serveOpenApi(request: Request): Promise<Response> {
  const requestId = requestIdOf(request);
  try {
    await takeToken(`address:${addressOf(request)}`, ADDRESS_BUCKET);
  } catch (error) {
    return problemResponse(error, requestId);
  }
  text ??= openApiText();
  return new Response(text, {
    headers: {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
    },
  });
}
