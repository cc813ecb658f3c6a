/** docs/security.md claims nothing that no test proves: each claim links to a test by its very name, and the test is there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const docs = new URL('../../docs/', import.meta.url);
const page = readFileSync(new URL('security.md', docs), 'utf8');

/** A claim is an item of a list below "Claims"; its links name the tests. */
interface Claim {
  text: string;
  links: { name: string; path: string }[];
}

function claimsOf(markdown: string): Claim[] {
  const from = markdown.indexOf('\n## Claims');
  if (from < 0) throw new Error('docs/security.md has no heading "Claims"');
  const rest = markdown.slice(from + 1);
  const end = rest.indexOf('\n## ', 1);
  return (end < 0 ? rest : rest.slice(0, end))
    .split(/\n(?=- )/)
    .slice(1)
    .map((item) => item.split(/\n(?=#|\n)/)[0] ?? '')
    .map((item) => ({
      text: item.replaceAll(/\s+/g, ' ').trim(),
      links: [...item.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, name = '', path = '']) => ({
        name: name.replaceAll(/\s+/g, ' '),
        path,
      })),
    }));
}

const claims = claimsOf(page);

test('the page makes claims', () => {
  expect(claims.length).toBeGreaterThan(20);
});

describe.each(claims)('$text', ({ links }) => {
  test('links to a test', () => {
    expect(links.length).toBeGreaterThan(0);
  });

  test.each(links)('$path holds "$name"', ({ name, path }) => {
    const file = new URL(path, docs);
    expect(existsSync(fileURLToPath(file)), `${path} is there`).toBe(true);
    expect(path).toMatch(/\.(test|spec)\.tsx?$|^\.\.\/deploy\/attacks\/attempts\//);
    // Names are written in either kind of quotes; an apostrophe within them may be escaped.
    expect(readFileSync(file, 'utf8').replaceAll("\\'", "'")).toContain(name);
  });
});
