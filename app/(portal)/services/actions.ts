'use server';
import { refresh } from 'next/cache';
import type { FormState } from '../../../components/ui/form-state.ts';
import { updateService } from '../../../lib/actions/update-service.ts';
import { act } from '../../act.ts';
import { serviceOf } from '../../catalog-fields.ts';

/** Changes a service. */
export async function updateServiceAction(
  slug: string,
  version: number,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    await updateService(actor, { slug, version, ...serviceOf(data) });
    refresh();
    return { message: 'Saved.' };
  });
}
