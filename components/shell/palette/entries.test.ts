import { describe, expect, test } from 'vitest';
import { actsFor, arrange, fits, type Entry } from './entries.ts';

const pages: Entry[] = [
  { kind: 'page', label: 'Namespaces', href: '/namespaces' },
  { kind: 'page', label: 'Approvals', href: '/approvals' },
];
const found = [
  {
    title: 'Namespaces',
    entries: [{ kind: 'namespace' as const, label: 'approval-bot', href: '/namespaces/dev/approval-bot' }],
  },
];

describe('words typed into the palette', () => {
  test.each([
    ['Ask for a namespace', 'ask na', true],
    ['Ask for a namespace', 'space', false],
    ['Harbor development harbor-dev', 'dev', true],
    ['anything', '', true],
  ])('%s fits "%s": %s', (text, query, expected) => {
    expect(fits(text, query)).toBe(expected);
  });
});

describe('the order of what the palette shows', () => {
  test('a page whose name begins with the words stands before things that were found', () => {
    expect(arrange('appr', pages, found, []).map(({ title }) => title)).toEqual([
      'Go to',
      'Do',
      'Namespaces',
    ]);
  });
  test('otherwise things stand first', () => {
    expect(arrange('bot', pages, found, []).map(({ title }) => title)).toEqual(['Namespaces', 'Do']);
  });
  test('before anything is typed, what was looked at last stands first', () => {
    const recent: Entry[] = [{ kind: 'team', label: 'Payments', href: '/teams/payments' }];
    expect(arrange('', pages, [], recent)[0]).toEqual({ title: 'Recent', entries: recent });
  });
  test('a group with nothing in it is left out', () => {
    expect(arrange('zz top', pages, [{ title: 'Teams', entries: [] }], [])).toEqual([]);
  });
});

test('a word that could be a name offers to ask for it; one that could not does not', () => {
  expect(actsFor('billing-dev').map(({ href }) => href)).toContain('/ask?name=billing-dev');
  expect(actsFor('Billing dev')).toEqual([]);
});
