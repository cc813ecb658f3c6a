/** Starts what the integration tests run against: a real Postgres, and a real control plane with the bundle installed. */
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../lib/db/migrate.ts';
import { startTestControlPlane, startTestPostgres } from '../stack/testing.ts';
import { TEMPLATE } from './database.ts';

/** What a test needs to reach the control plane, as the worker, as a cluster administrator, or as a tenant. */
export type TestCluster = {
  name: string;
  server: string;
  caFile: string;
  workerTokenFile: string;
  adminKubeconfig: string;
  /** Bearer tokens of made-up tenants, by name. */
  tokens: Record<string, string>;
};

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    cluster: TestCluster;
  }
}

/** Tenants that integration tests act as: static tokens, with the names the identity provider would give them. */
const TENANTS = [
  {
    token: 'token-maintainer',
    user: 'oidc:maintainer@harbor.example',
    groups: ['oidc:payments-maintainers'],
  },
  { token: 'token-developer', user: 'oidc:developer@harbor.example', groups: ['oidc:payments-developers'] },
  { token: 'token-viewer', user: 'oidc:viewer@harbor.example', groups: ['oidc:payments-viewers'] },
  { token: 'token-stranger', user: 'oidc:stranger@harbor.example', groups: ['oidc:search-developers'] },
];

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, controlPlane] = await Promise.all([
    startTestPostgres(),
    startTestControlPlane({ staticTokens: TENANTS }),
  ]);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  const template = new URL(postgres.url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.toString());

  project.provide('databaseUrl', postgres.url);
  project.provide('cluster', {
    name: controlPlane.name,
    server: controlPlane.server,
    caFile: controlPlane.caFile,
    workerTokenFile: controlPlane.workerTokenFile,
    adminKubeconfig: controlPlane.adminKubeconfig,
    tokens: Object.fromEntries(TENANTS.map(({ token }) => [token.replace('token-', ''), token])),
  });
  return async () => {
    await Promise.all([postgres.stop(), controlPlane.stop()]);
  };
}
