import { describe, expect, test } from 'vitest';
import { actsFor, arrange, fits, groupsOf, type Entry } from './entries.ts';

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
      'Catalog',
    ]);
  });
  test('otherwise things stand first', () => {
    expect(arrange('bot', pages, found, []).map(({ title }) => title)).toEqual([
      'Namespaces',
      'Do',
      'Catalog',
    ]);
  });
  test('the last leads to all that fits, with what was typed', () => {
    expect(arrange(' team:"a b" ', pages, found, []).at(-1)?.entries).toEqual([
      { kind: 'search', label: 'See all results for “team:"a b"”', href: '/catalog?q=team%3A%22a%20b%22' },
    ]);
  });
  test('before anything is typed, what was looked at last stands first', () => {
    const recent: Entry[] = [{ kind: 'team', label: 'Payments', href: '/teams/payments' }];
    expect(arrange('', pages, [], recent)[0]).toEqual({ title: 'Recent', entries: recent });
  });
  test('a group with nothing in it is left out', () => {
    expect(arrange('zz top', pages, [{ title: 'Teams', entries: [] }], []).map(({ title }) => title)).toEqual(
      ['Catalog'],
    );
  });
});

test('a word that could be a name offers to ask for it; one that could not does not', () => {
  expect(actsFor('billing-dev').map(({ href }) => href)).toContain('/ask?name=billing-dev');
  expect(actsFor('Billing dev')).toEqual([]);
});

describe('what the catalog found', () => {
  const hit = {
    kind: 'host',
    title: 'shop.example.com',
    hint: 'Checkout on harbor-prod',
    href: '/namespaces/harbor-prod/checkout',
    owner: { slug: 'payments', name: 'Payments' },
    chatUrl: 'https://chat.example/payments',
    runbookUrl: null,
    dashboardUrl: 'https://grafana.example/d/shop',
    onCallUrl: 'https://oncall.example/payments',
  };
  const row = (name: string) => ({ name, cluster: { name: 'harbor-prod' }, team: { name: 'Payments' } });
  const groups = (answer: unknown) =>
    groupsOf(answer).map(({ title, entries }) => [title, ...entries.map(({ label }) => label)]);

  test('a hit leads to its page, and beside it to its owner and to what helps', () => {
    expect(groupsOf({ best: [hit], rows: [] })[0]?.entries).toEqual([
      {
        kind: 'host',
        label: 'shop.example.com',
        hint: 'Checkout on harbor-prod',
        href: '/namespaces/harbor-prod/checkout',
        doors: [
          { label: 'Payments', href: '/teams/payments' },
          { label: 'Chat', href: 'https://chat.example/payments' },
          { label: 'Dashboards', href: 'https://grafana.example/d/shop' },
          { label: 'On call', href: 'https://oncall.example/payments' },
        ],
      },
    ]);
  });
  test('a namespace that is a hit is not shown twice', () => {
    expect(groups({ best: [hit], rows: [row('checkout'), row('checkout-dev')] })).toEqual([
      ['Best hits', 'shop.example.com'],
      ['Namespaces', 'checkout-dev'],
      ['Did you mean'],
    ]);
  });
  test('another spelling is a search of its own', () => {
    expect(groupsOf({ best: [], rows: [], didYouMean: 'checkout' })[2]?.entries).toEqual([
      { kind: 'search', label: 'checkout', href: '/catalog?q=checkout' },
    ]);
  });
  test('nothing leaves the portal but by https, and an answer of another shape is no answer', () => {
    const odd = [
      { ...hit, chatUrl: 'javascript:alert(1)' },
      { ...hit, href: '//elsewhere.example' },
      { kind: 'x' },
    ];
    expect(groupsOf({ best: odd, rows: [] })[0]?.entries).toHaveLength(1);
    expect(groupsOf({ best: odd, rows: [] })[0]?.entries[0]?.doors?.map(({ label }) => label)).toEqual([
      'Payments',
      'Dashboards',
      'On call',
    ]);
    expect(groupsOf(null)).toEqual([]);
  });
});
