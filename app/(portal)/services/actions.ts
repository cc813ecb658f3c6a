'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '../../../components/ui/form-state.ts';
import { updateService } from '../../../lib/actions/update-service.ts';
import type { Actor } from '../../../lib/auth/actor.ts';
import { act } from '../../act.ts';
import { newSlugOf, placeInForm, serviceOf } from '../../catalog-fields.ts';

/** Changes a service. */
export async function updateServiceAction(
  slug: string,
  version: number,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  const save = async (actor: Actor) => {
    const saved = await updateService(actor, { slug, version, ...newSlugOf(data, slug), ...serviceOf(data) });
    if (saved.slug !== slug) redirect(`/services/${saved.slug}`);
    refresh();
    return { message: 'Saved.' };
  };
  return act(data, save, (field) => placeInForm(data, field));
}
