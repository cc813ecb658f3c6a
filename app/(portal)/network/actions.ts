'use server';
import { refresh } from 'next/cache';
import type { FormState } from '../../../components/ui/form-state.ts';
import { endConnection } from '../../../lib/actions/end-connection.ts';
import { act, optional } from '../../act.ts';

/** Ends a connection between two namespaces. */
export async function endConnectionAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const reason = optional(data, 'reason');
    const { message } = await endConnection(actor, { id, ...(reason === undefined ? {} : { reason }) });
    refresh();
    return { message };
  });
}
