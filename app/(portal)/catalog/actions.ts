'use server';
import { refresh } from 'next/cache';
import type { FormState } from '../../../components/ui/form-state.ts';
import { deleteSearch } from '../../../lib/actions/delete-search.ts';
import { saveSearch } from '../../../lib/actions/save-search.ts';
import { act, optional, text } from '../../act.ts';

/** Keeps a search under a name, for oneself or for a team. */
export async function saveSearchAction(_state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    await saveSearch(actor, {
      name: text(data, 'name'),
      query: text(data, 'query'),
      team: optional(data, 'team'),
    });
    refresh();
    return undefined;
  });
}

/** Deletes a search that was kept. */
export async function deleteSearchAction(id: string, _state: FormState, _data: FormData): Promise<FormState> {
  return act(new FormData(), async (actor) => {
    await deleteSearch(actor, { id });
    refresh();
    return undefined;
  });
}
