import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LINK_KINDS,
  LINK_NAME,
  LINK_SOURCES,
  catalogLinks,
  hasLink,
  linkGroup,
  linkKind,
  linkLabel,
} from './links.ts';

const url = (name: string): string => `https://${name}.example`;
const links = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, url(name)]));

test('the names that people used before are still understood', () => {
  expect(['docs', 'dashboard', 'repo', 'Runbook', 'on-call', 'uptime', 'colour'].map(linkKind)).toEqual([
    'documentation',
    'dashboards',
    'repository',
    'runbook',
    'oncall',
    'uptime',
    null,
  ]);
  expect([linkLabel('docs'), linkLabel('cost-report')]).toEqual(['Documentation', 'Cost report']);
});

test('each link answers one question: chat is no dashboard, and a runbook is a document', () => {
  expect(['documentation', 'runbook', 'repository', 'wiki-pages'].map(linkGroup)).toEqual(
    Array(4).fill('docs'),
  );
  expect(['dashboards', 'logs', 'slo', 'trace-search'].map(linkGroup)).toEqual(Array(4).fill('boards'));
  expect(['chat', 'support', 'incidents', 'escalation'].map(linkGroup)).toEqual(Array(4).fill('help'));
});

test('for somebody on call at night: chat, on call, runbook and dashboards come first, free names last', () => {
  const typed = links('colour', 'documentation', 'dashboards', 'chat', 'api', 'runbook', 'oncall', 'adr');
  expect(catalogLinks({ service: typed }).map(({ name }) => name)).toEqual([
    'chat',
    'oncall',
    'runbook',
    'dashboards',
    'documentation',
    'api',
    'adr',
    'colour',
  ]);
});

describe('who says it', () => {
  test('a template never takes the place of what somebody typed, by whatever word', () => {
    const found = catalogLinks({ service: links('grafana'), cluster: links('dashboards', 'logs') });
    expect(found.map(({ name, from }) => [name, from])).toEqual([
      ['grafana', 'service'],
      ['logs', 'cluster'],
    ]);
  });

  test('the namespace is nearer than the service, the service than the team; nothing empty counts', () => {
    const found = catalogLinks({
      namespace: links('chat'),
      service: { ...links('chat', 'oncall'), runbook: '' },
      team: { chat: url('team'), oncall: url('team'), runbook: null },
    });
    expect(found.map(({ name, from }) => [name, from])).toEqual([
      ['chat', 'namespace'],
      ['oncall', 'service'],
    ]);
  });

  test('two words of one source for the same link are both kept, the plain one first', () => {
    expect(catalogLinks({ service: links('dashboard', 'dashboards') }).map(({ name }) => name)).toEqual([
      'dashboards',
      'dashboard',
    ]);
  });

  test('no link is told twice by two sources, and every link typed nearest is there', () => {
    const name = fc.oneof(fc.constantFrom(...LINK_KINDS, 'docs', 'grafana'), fc.stringMatching(LINK_NAME));
    const some = fc.dictionary(name, fc.constant('https://x.example'), { maxKeys: 8 });
    fc.assert(
      fc.property(some, some, some, some, (namespace, service, team, cluster) => {
        const found = catalogLinks({ namespace, service, team, cluster });
        for (const link of found) {
          const nearer = LINK_SOURCES.slice(0, LINK_SOURCES.indexOf(link.from));
          const same = found.filter((one) => (one.kind ?? one.name) === (link.kind ?? link.name));
          expect(same.some(({ from }) => nearer.includes(from))).toBe(false);
        }
        for (const own of Object.keys(namespace)) expect(found.map(({ name }) => name)).toContain(own);
      }),
    );
  });
});

test('a link is there by any of its names', () => {
  expect(hasLink(links('docs'), 'documentation')).toBe(true);
  expect(hasLink({ docs: '' }, 'documentation')).toBe(false);
});
