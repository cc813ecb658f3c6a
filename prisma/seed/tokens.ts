import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApiToken } from '../../lib/actions/create-api-token.ts';
import { TOKEN_SCOPES } from '../../lib/auth/actor.ts';
import type { Cast } from './people.ts';

const THIRTY_DAYS = 30 * 86_400_000;

/**
 * An API token for each demo person, so that scripts can drive the portal as anybody. The portal keeps hashes only;
 * the texts go to api-tokens.json in the state folder, which only its owner can read.
 */
export async function seedTokens(cast: Cast, stateDir: string): Promise<void> {
  const file = join(stateDir, 'api-tokens.json');
  if (existsSync(file)) return;
  const expiresAt = new Date(Date.now() + THIRTY_DAYS).toISOString();
  const tokens: Record<string, string> = {};
  for (const actor of await cast.everybody()) {
    const made = await createApiToken(actor, { name: 'Demo scripts', scopes: [...TOKEN_SCOPES], expiresAt });
    tokens[actor.email] = made.token;
  }
  await writeFile(file, JSON.stringify(tokens, null, 2), { mode: 0o600 });
}
