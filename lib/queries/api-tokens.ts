import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { tokenPrefix } from '../auth/tokens.ts';
import { db } from '../db/client.ts';
import type { ApiTokenRow, ApiTokenScope } from './types.ts';

/** Longest list; a person has at most 50 tokens that work (create-api-token), so these are never left out. */
const MOST_SHOWN = 100;

/** One's own API tokens, newest first: all that work, and the latest of those that don't. Never a secret: that was shown once. */
export async function listApiTokens(actor: Actor): Promise<ApiTokenRow[]> {
  requirePermission(actor, 'token.read');
  const tokens = await db.apiToken.findMany({
    where: { personId: actor.personId },
    orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { expiresAt: 'desc' }],
    take: MOST_SHOWN,
  });
  tokens.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const now = new Date();
  return tokens.map((token) => ({
    id: token.id,
    name: token.name,
    prefix: tokenPrefix(token.id),
    scopes: token.scopes as ApiTokenScope[],
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
    state: token.revokedAt !== null ? 'revoked' : token.expiresAt <= now ? 'expired' : 'active',
  }));
}
