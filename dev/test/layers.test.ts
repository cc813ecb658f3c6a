/** The layer law fires: each rule is shown a violation planted for it. An empty graph would pass every rule in silence. */
import { mkdtemp, mkdir, rm, symlink, writeFile, cp } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** rule -> the file planted, what it imports, and the files that must be there for it. */
const PLANTED: Record<string, Record<string, string>> = {
  'L1-domain-is-pure': {
    'lib/domain/a.ts': "import { b } from '../db/a.ts';\nexport const a = b;",
    'lib/db/a.ts': 'export const b = 1;',
  },
  'L2-components-show': {
    'components/a.ts': "import { b } from '../lib/queries/a.ts';\nexport const a = b;",
    'lib/queries/a.ts': 'export const b = 1;',
  },
  'L3-app-is-thin': {
    'app/a.ts': "import { b } from '../lib/db/a.ts';\nexport const a = b;",
    'lib/db/a.ts': 'export const b = 1;',
  },
  'L4-use-cases': {
    'lib/actions/a.ts': "import { b } from '../http/a.ts';\nexport const a = b;",
    'lib/http/a.ts': 'export const b = 1;',
  },
  'L5-reconcile': {
    'lib/reconcile/a.ts': "import { b } from '../actions/a.ts';\nexport const a = b;",
    'lib/actions/a.ts': 'export const b = 1;',
  },
  'L6-web-has-no-cluster': {
    'app/a.ts': "import { b } from '../lib/notify/a.ts';\nexport const a = b;",
    'lib/notify/a.ts': "import { c } from '../kubernetes/a.ts';\nexport const b = c;",
    'lib/kubernetes/a.ts': 'export const c = 1;',
  },
  'L7-one-place-for-kubernetes': {
    'lib/reconcile/a.ts':
      "import { KubeConfig } from '@kubernetes/client-node';\nexport const a = KubeConfig;",
  },
  'L8-one-place-for-next-auth': {
    'lib/actions/a.ts': "import NextAuth from 'next-auth';\nexport const a = NextAuth;",
  },
  'L9-one-place-for-the-database': {
    'lib/queries/a.ts': "import pg from 'pg';\nexport const a = pg;",
  },
  'L10-no-cycles': {
    'lib/events/a.ts': "import { b } from './b.ts';\nexport const a = b;",
    'lib/events/b.ts': "import { a } from './a.ts';\nexport const b = () => a;",
  },
  'L11-product-without-tests': {
    'lib/events/a.ts': "import { b } from '../../dev/a.ts';\nexport const a = b;",
    'dev/a.ts': 'export const b = 1;',
  },
  'L12-one-place-for-chores': {
    'lib/actions/a.ts': "import { PgBoss } from 'pg-boss';\nexport const a = PgBoss;",
  },
};

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'berth-layers-'));
});
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

async function violations(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(scratch, 'house-'));
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    await cp(join(root, name), join(folder, name));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const tops = [...new Set(Object.keys(files).map((name) => name.split('/')[0] ?? ''))];
  const cruise = join(root, 'node_modules/.bin/depcruise');
  const result = await run(
    cruise,
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...tops],
    {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    },
  ).catch((error: unknown) => error as { stdout: string });
  const report = JSON.parse(result.stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return report.summary.violations.map((violation) => violation.rule.name);
}

test.each(Object.entries(PLANTED))(
  'a planted violation of %s is caught',
  { timeout: 60_000 },
  async (rule, files) => {
    expect(await violations(files)).toContain(rule);
  },
);

test('every rule has a planted violation', async () => {
  const config = (await import(join(root, '.dependency-cruiser.cjs'))) as {
    default: { forbidden: { name: string }[] };
  };
  expect(Object.keys(PLANTED).sort()).toEqual(config.default.forbidden.map((rule) => rule.name).sort());
});
