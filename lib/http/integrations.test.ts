/** docs/integrations.md is pasted into other tools: what it names must be there. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { OPENCOST_TEMPLATES, gitopsParameters, targetGroups } from '../domain/doors/index.ts';
import { somePlace } from '../domain/doors/testing.ts';
import { catalogLinks } from '../domain/catalog/links.ts';
import { operationList } from './operations.ts';

let page: string;
beforeAll(async () => {
  page = await readFile(new URL('../../docs/integrations.md', import.meta.url), 'utf8');
});

const found = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map((match) => match[1] ?? '');

test('each address is one of the API, and each door is described', () => {
  const paths = found(/(\/api\/v1\/[a-z][\w./{}-]*)/g).map((path) => path.replace(/[.,]$/, ''));
  const known = operationList.map((operation) => operation.path as string);
  // Argo CD adds the rest to its baseUrl; a cluster's name stands where the path has a parameter.
  const named = paths
    .filter((path) => path !== '/api/v1/argocd' && path !== '/api/v1/getparams.execute')
    .map((path) => path.replace('/clusters/harbor-prod', '/clusters/{name}'));
  expect(named.filter((path) => !known.includes(path))).toEqual([]);
  const doors = operationList.filter(({ tag, id }) => tag === 'Other tools' || id === 'listMyNamespaces');
  expect(doors.map(({ path }) => path as string).filter((path) => !named.includes(path))).toEqual([]);
});

test('each filter in an address is one of that operation', () => {
  const queries = [...page.matchAll(/(\/api\/v1\/[\w./-]+)\?([\w=&-]+)/g)];
  expect(queries.length).toBeGreaterThan(3);
  for (const [, path = '', query = ''] of queries) {
    const operation = operationList.find((one) => one.path === path);
    const values = Object.fromEntries(new URLSearchParams(query));
    expect(operation?.query?.safeParse(values).success, `${path}?${query}`).toBe(true);
  }
});

test('templates name parameters that are there', () => {
  const parameters = Object.keys(gitopsParameters(somePlace()));
  const named = [...found(/\{\{ \.(\w+) \}\}/g), ...found(/<< inputs\.(\w+)/g)];
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !parameters.includes(name))).toEqual([]);
  for (const parameter of parameters) expect(page).toContain(`\`${parameter}\``);
});

test('labels that relabelling can read are there', () => {
  const kinds = ['runbook', 'dashboards', 'documentation', 'chat', 'oncall'];
  const links = catalogLinks({
    service: Object.fromEntries(kinds.map((kind) => [kind, 'https://x.example'])),
  });
  const place = somePlace({ links, hosts: [{ host: 'a.example', path: '/b' }] });
  const labels = Object.keys(targetGroups(place, 'https://berth.example')[0]?.labels ?? {});
  expect(found(/`(__meta_berth_\w+)`/g).filter((label) => !labels.includes(label))).toEqual([]);
  for (const label of labels)
    expect(page).toContain(label.replace(/^__meta_berth_(?!runbook)(\w+_url)$/, '_$1'));
});

test('every block of YAML and JSON can be read, and the templates for OpenCost are ours', () => {
  for (const yaml of found(/```yaml\n([\s\S]*?)```/g)) {
    // flux' delimiters are filled in before anybody reads the YAML.
    for (const document of parseAllDocuments(yaml.replace(/<<[^>]*>>/g, 'x')))
      expect(document.errors).toEqual([]);
  }
  for (const json of found(/```json\n([\s\S]*?)```/g))
    expect(() => JSON.parse(json) as unknown).not.toThrow();
  const sent = /-d '(\{"config".*\})'/.exec(page)?.[1] ?? '{}';
  expect(JSON.parse(sent)).toEqual({ config: { labelTemplates: OPENCOST_TEMPLATES } });
});
