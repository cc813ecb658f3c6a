'use server';
import { refresh } from 'next/cache';
import type { FormState } from '../../../../components/ui/form-state.ts';
import { createApiToken } from '../../../../lib/actions/create-api-token.ts';
import { revokeApiToken } from '../../../../lib/actions/revoke-api-token.ts';
import { act, text } from '../../../act.ts';

/** Makes a token; its text comes back once. */
export async function createTokenAction(_state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const { token, name } = await createApiToken(actor, {
      name: text(data, 'name'),
      scopes: data.getAll('scopes'),
      expiresAt: text(data, 'expiresAt'),
    });
    refresh();
    return { message: `“${name}” is made. Copy it now: it is shown this once only.`, secret: token };
  });
}

/** Revokes a token at once. */
export async function revokeTokenAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    await revokeApiToken(actor, { id });
    refresh();
    return undefined;
  });
}
