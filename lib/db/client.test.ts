import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

test('copies of this module, as Next compiles one for pages and one for routes, share one client and its pool', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://berth@127.0.0.1:9/berth');
  const pages = await import('./client.ts');
  vi.resetModules();
  const routes = await import('./client.ts');
  expect(routes.db).not.toBe(pages.db);
  const pool = pages.poolOf(pages.db);
  expect(routes.poolOf(routes.db)).toBe(pool);
  await routes.disconnectDb();
  expect(pool.ended).toBe(true);
});
