import { expect, test } from 'vitest';
import { taggedJson } from './tagged.ts';

const asked = (tag?: string) =>
  new Request('https://berth.example/x', tag === undefined ? {} : { headers: { 'if-none-match': tag } });

test('the same answer has the same tag, another has another', () => {
  const tags = [{ a: 1 }, { a: 1 }, { a: 2 }].map((value) => taggedJson(asked(), value).headers.get('etag'));
  expect(tags[0]).toBe(tags[1]);
  expect(tags[0]).not.toBe(tags[2]);
});

test('who has it already is told so and sent nothing; who has another gets it', async () => {
  const tag = taggedJson(asked(), { a: 1 }).headers.get('etag') ?? '';
  for (const known of [tag, `W/${tag}`, `"old", ${tag}`, '*']) {
    const answer = taggedJson(asked(known), { a: 1 });
    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([304, '', tag]);
  }
  const other = taggedJson(asked('"old"'), { a: 1 });
  expect([other.status, await other.json()]).toEqual([200, { a: 1 }]);
});

test('it may be kept by who asked, never by a proxy', () => {
  expect(taggedJson(asked(), {}).headers.get('cache-control')).toBe('private, no-cache');
});
