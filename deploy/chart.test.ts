// The chart and the printed bundle are one thing. Helm isn't needed to see it: the templates hold no templating.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BUNDLE_VERSION, renderBundle, type BundleValues } from '../lib/domain/bundle/index.ts';
import { chartFiles, writeChart } from './chart.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'berth-chart-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const installed = (): unknown[] =>
  readdirSync(path.join(folder, 'templates'))
    .sort()
    .map(
      (file) =>
        parse(readFileSync(path.join(folder, 'templates', file), 'utf8'), { version: '1.1' }) as unknown,
    );

test.each<[string, BundleValues]>([
  ['nothing chosen', {}],
  [
    'another choice',
    { mutating: false, optionalApiGroups: [], extraAnnotations: ['cert-manager.io/cluster-issuer'] },
  ],
])('with %s the chart installs exactly the bundle, in its order', (_, values) => {
  writeChart(folder, values);
  expect(installed()).toEqual(renderBundle(values));
});

test('what an earlier version had and this one has not is gone from the folder', () => {
  writeChart(folder, {});
  const before = installed().length;
  writeChart(folder, { mutating: false });
  expect(installed()).toHaveLength(before - 2);
});

test('the chart carries the version of the bundle and needs a cluster that serves what is in it', () => {
  const read = (values: BundleValues): unknown =>
    parse(chartFiles(values).find((file) => file.path === 'Chart.yaml')?.text ?? '');
  expect(read({})).toMatchObject({ version: BUNDLE_VERSION, kubeVersion: '>=1.36.0-0' });
  expect(read({ mutating: false })).toMatchObject({ kubeVersion: '>=1.30.0-0' });
});

test("the chart's values are valid values, and its schema knows each of them", () => {
  const files = chartFiles({ systemNamespaces: ['edge'] });
  const values = parse(files.find((file) => file.path === 'values.yaml')?.text ?? '') as BundleValues;
  expect(renderBundle(values)).toEqual(renderBundle({ systemNamespaces: ['edge'] }));
  const schema = JSON.parse(files.find((file) => file.path === 'values.schema.json')?.text ?? '{}') as {
    properties: object;
  };
  expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(values).sort());
});
