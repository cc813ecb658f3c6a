import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { operationList, operations } from '../operations.ts';
import { openApiText } from './document.ts';

const API = fileURLToPath(new URL('../../../app/api/', import.meta.url));

test('the description that is checked in is the one that the schemas give (else: npm run openapi)', async () => {
  expect(await readFile(new URL('openapi.json', import.meta.url), 'utf8')).toBe(openApiText());
});

test('every operation has its route, and every route of /api/v1 its operation', async () => {
  const files = (await readdir(API, { recursive: true })).filter((file) => /^v1\/.*route\.ts$/.test(file));
  const routes: string[] = [];
  for (const file of files) {
    const source = await readFile(`${API}${file}`, 'utf8');
    const path = `/api/${file.replace(/\/route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`;
    for (const [, method = ''] of source.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)) {
      routes.push(`${method} ${path}`);
    }
  }
  expect(routes.sort()).toEqual(operationList.map(({ method, path }) => `${method} ${path}`).sort());
});

test('each route file defines the operation of its own address and method', async () => {
  for (const [name, operation] of Object.entries(operations)) {
    expect(operation.id).toBe(name);
    if (name === 'openapi') continue;
    const file = `${operation.path.replace(/\{(\w+)\}/g, '[$1]').replace('/api/', API)}/route.ts`;
    const source = await readFile(file, 'utf8');
    expect(source).toMatch(
      new RegExp(`export const ${operation.method} = defineRoute\\(\\s*operations\\.${name}\\b`),
    );
  }
});

test('a route file is a declaration: fifteen lines at most', async () => {
  const files = (await readdir(API, { recursive: true })).filter((file) => file.endsWith('route.ts'));
  for (const file of files) {
    const lines = (await readFile(`${API}${file}`, 'utf8')).trimEnd().split('\n');
    expect(lines.length, file).toBeLessThanOrEqual(15);
  }
});
