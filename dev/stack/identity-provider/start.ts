import fs from 'node:fs';
import path from 'node:path';
import { writePrivate, type KeyPairFiles } from '../certificates.ts';
import { httpsRequest } from '../https.ts';
import { PEOPLE } from '../people.ts';
import { baseEnvironment, type ManagedProcess, type Supervisor } from '../processes.ts';
import type { Secrets } from '../state.ts';
import type { IdentityProviderConfig } from './config.ts';

/**
 * Starts the identity provider's process with the demo's people (unless `peopleFile` exists) and waits until it serves.
 * @throws with the log's last lines when it does not come up.
 */
export async function startIdentityProvider(options: {
  /** Its folder: configuration, keys, sessions. */
  dir: string;
  peopleFile: string;
  /** https://localhost:PORT */
  issuer: string;
  /** Where people are sent back to. */
  portalUrl: string;
  certificate: KeyPairFiles;
  /** PEM of the authority that signed the certificate. */
  ca: string;
  secrets: Secrets;
  supervisor: Supervisor;
}): Promise<ManagedProcess> {
  const { dir, peopleFile, issuer, portalUrl, certificate, ca, secrets } = options;
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (!fs.existsSync(peopleFile)) writePrivate(peopleFile, `${JSON.stringify(PEOPLE, null, 2)}\n`);
  const config: IdentityProviderConfig = {
    issuer,
    port: Number(new URL(issuer).port),
    certFile: certificate.certFile,
    keyFile: certificate.keyFile,
    peopleFile,
    jwksFile: path.join(dir, 'jwks.json'),
    storeFile: path.join(dir, 'store.json'),
    cookieKeys: [secrets.oidcCookieKey],
    client: {
      id: 'berth',
      secret: secrets.oidcClientSecret,
      redirectUris: [`${portalUrl}/api/auth/callback/oidc`],
      postLogoutRedirectUris: [`${portalUrl}/`],
    },
    devTokenSecret: secrets.devTokenSecret,
  };
  const configFile = path.join(dir, 'config.json');
  writePrivate(configFile, JSON.stringify(config, null, 2));
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = options.supervisor.start({
    name: 'identity-provider',
    command: [process.execPath, '--disable-warning=ExperimentalWarning', main, configFile],
    env: baseEnvironment(dir),
    restart: true,
    grace: 3_000,
  });
  const discovery = `${issuer}/.well-known/openid-configuration`;
  await child.waitUntil('ready', async () => (await httpsRequest(discovery, { ca })).status === 200, 30_000);
  return child;
}
