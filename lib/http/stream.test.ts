import { expect, test } from 'vitest';
import { jsonArray, streamResponse } from './stream.ts';

// eslint-disable-next-line @typescript-eslint/require-await -- A generator of pages that are there at once.
async function* pages<Item>(...items: Item[][]): AsyncGenerator<Item[], void, undefined> {
  yield* items;
}

// eslint-disable-next-line @typescript-eslint/require-await -- One that fails on its way.
async function* failing(...before: string[]): AsyncGenerator<string, void, undefined> {
  yield* before;
  throw new Error('the database went away');
}

test.each([
  { given: [[1, 2], [], [3]], is: [1, 2, 3] },
  { given: [[], []], is: [] },
  { given: [], is: [] },
])('pages $given are one JSON array', async ({ given, is }) => {
  const answer = await streamResponse(jsonArray(pages<number>(...given)), 'application/json');
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual(is);
});

test('what fails before the first text is an answer of its own', async () => {
  await expect(streamResponse(failing(), 'text/plain')).rejects.toThrow('the database went away');
});

test('what fails later breaks the answer off: nobody takes the half for the whole', async () => {
  const answer = await streamResponse(failing('one', 'two'), 'text/plain');
  await expect(answer.text()).rejects.toThrow('the database went away');
});

test('a reader who leaves ends the reading', async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<string, void, undefined> {
    try {
      for (;;) yield await Promise.resolve('more');
    } finally {
      ended = true;
    }
  }
  const { body } = await streamResponse(endless(), 'text/plain');
  const reader = body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(ended).toBe(true);
});
