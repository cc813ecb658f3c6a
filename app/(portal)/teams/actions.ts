'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '../../../components/ui/form-state.ts';
import { createService } from '../../../lib/actions/create-service.ts';
import { createTeam } from '../../../lib/actions/create-team.ts';
import { mapGroup } from '../../../lib/actions/map-group.ts';
import { unmapGroup } from '../../../lib/actions/unmap-group.ts';
import { updateTeam } from '../../../lib/actions/update-team.ts';
import type { Actor } from '../../../lib/auth/actor.ts';
import { slugify } from '../../../lib/domain/names/index.ts';
import { act, optional, text } from '../../act.ts';
import { newSlugOf, placeInForm, serviceOf, teamOf } from '../../catalog-fields.ts';

/** Makes a team. */
export async function createTeamAction(_state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const slug = optional(data, 'slug') ?? slugify(text(data, 'name'));
    await createTeam(actor, { slug, ...teamOf(data) });
    redirect(`/teams/${slug}`);
  });
}

/** Changes a team. */
export async function updateTeamAction(
  slug: string,
  version: number,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    const saved = await updateTeam(actor, { slug, version, ...newSlugOf(data, slug), ...teamOf(data) });
    if (saved.slug !== slug) redirect(`/teams/${saved.slug}`);
    refresh();
    return { message: 'Saved.' };
  });
}

/** Maps a group of the identity provider to a part in a team. */
export async function mapGroupAction(team: string, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    await mapGroup(actor, {
      team: team === '' ? text(data, 'team') : team,
      group: text(data, 'group'),
      role: text(data, 'role'),
    });
    refresh();
    return { message: 'Mapped. It counts at once for everybody in the group.' };
  });
}

/** Takes a mapping away. */
export async function unmapGroupAction(
  team: string,
  id: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    await unmapGroup(actor, { team, id });
    refresh();
    return undefined;
  });
}

/** Makes a service of a team. */
export async function createServiceAction(
  team: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  const make = async (actor: Actor) => {
    const slug = optional(data, 'slug') ?? slugify(text(data, 'name'));
    await createService(actor, { team, slug, ...serviceOf(data) });
    redirect(`/services/${slug}`);
  };
  return act(data, make, (field) => placeInForm(data, field));
}
