/** Answers that are written while they are read: their size is no matter of memory, and what breaks off is seen to. */
import { API_HEADERS } from './problem.ts';

/**
 * Streams texts as one answer. The first is waited for before the answer begins, so that a refusal or a bad filter is an
 * answer of its own; a later failure cuts the stream off, and whoever reads it finds no end to it.
 */
export async function streamResponse(
  texts: AsyncGenerator<string, void, undefined>,
  mediaType: string,
): Promise<Response> {
  const encoder = new TextEncoder();
  let next = await texts.next();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done === true) {
        controller.close();
        return;
      }
      controller.enqueue(encoder.encode(next.value));
      next = await texts.next();
    },
    async cancel() {
      await texts.return();
    },
  });
  return new Response(stream, { headers: { ...API_HEADERS, 'content-type': mediaType } });
}

/** Pages of things as the text of one JSON array. */
export async function* jsonArray(
  pages: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string, void, undefined> {
  let before = '[';
  for await (const page of pages) {
    for (const item of page) {
      yield `${before}${JSON.stringify(item)}`;
      before = ',\n';
    }
  }
  yield before === '[' ? '[]\n' : ']\n';
}
