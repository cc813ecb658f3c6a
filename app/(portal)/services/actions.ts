'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '../../../components/ui/form-state.ts';
import { updateService } from '../../../lib/actions/update-service.ts';
import { act } from '../../act.ts';
import { newSlugOf, serviceOf } from '../../catalog-fields.ts';

/** Changes a service. */
export async function updateServiceAction(
  slug: string,
  version: number,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    const saved = await updateService(actor, { slug, version, ...newSlugOf(data, slug), ...serviceOf(data) });
    if (saved.slug !== slug) redirect(`/services/${saved.slug}`);
    refresh();
    return { message: 'Saved.' };
  });
}
