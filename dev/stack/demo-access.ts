/** Kubeconfigs of the demo's people: one per person and cluster, with their own ID token, renewed while the stack runs. */
import fs from 'node:fs';
import path from 'node:path';
import { writePrivate } from './certificates.ts';
import { httpsRequest } from './https.ts';
import { writeKubeconfig } from './kubectl.ts';
import type { Person } from './people.ts';

/** The identity provider's door for scripts. */
export interface TokenDoor {
  url: string;
  secret: string;
  ca: string;
}

/** An ID token for a person, good for eight hours. @throws when nobody (enabled) has the address. */
export async function fetchIdToken(door: TokenDoor, email: string): Promise<string> {
  const { status, body } = await httpsRequest(door.url, {
    ca: door.ca,
    method: 'POST',
    headers: { authorization: `Bearer ${door.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  if (status !== 200) throw new Error(`No ID token for ${email}: ${body}`);
  return (JSON.parse(body) as { id_token: string }).id_token;
}

/** Writes each person's token again; those who are disabled keep their last one until it ends. */
export async function renewTokens(folder: string, door: TokenDoor, people: readonly Person[]): Promise<void> {
  for (const { email, disabled } of people)
    if (!disabled) writePrivate(path.join(folder, email, 'token'), await fetchIdToken(door, email));
}

/** Writes a person's kubeconfigs and returns their paths by cluster. */
export function writePersonKubeconfigs(
  folder: string,
  email: string,
  clusters: readonly { name: string; server: string; caFile: string }[],
): Record<string, string> {
  const own = path.join(folder, email);
  fs.mkdirSync(own, { recursive: true, mode: 0o700 });
  return Object.fromEntries(
    clusters.map(({ name, server, caFile }) => {
      const file = path.join(own, `${name}.kubeconfig`);
      const user = { tokenFile: path.join(own, 'token') };
      writeKubeconfig(file, { cluster: name, server, caFile, userName: email, user });
      return [name, file];
    }),
  );
}
