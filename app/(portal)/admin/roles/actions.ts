'use server';
import { refresh } from 'next/cache';
import type { FormState } from '../../../../components/ui/form-state.ts';
import { disablePerson } from '../../../../lib/actions/disable-person.ts';
import { enablePerson } from '../../../../lib/actions/enable-person.ts';
import { grantRole } from '../../../../lib/actions/grant-role.ts';
import { revokeRole } from '../../../../lib/actions/revoke-role.ts';
import { act, text } from '../../../act.ts';

/** Gives a role to a group or a person. */
export async function grantRoleAction(_state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const who = text(data, 'who');
    await grantRole(actor, {
      role: text(data, 'role'),
      ...(text(data, 'kind') === 'person' ? { email: who } : { group: who }),
    });
    refresh();
    return { message: 'Given. It counts at once.' };
  }).then((state) => ({
    ...state,
    // The form has one field for both.
    fieldErrors: {
      ...state.fieldErrors,
      who: state.fieldErrors['group'] ?? state.fieldErrors['email'] ?? '',
    },
  }));
}

/** Takes a role. */
export async function revokeRoleAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    await revokeRole(actor, { id });
    refresh();
    return undefined;
  });
}

/** Switches a person's access off; their sessions and tokens stop at once. */
export async function disablePersonAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    await disablePerson(actor, { id });
    refresh();
    return undefined;
  });
}

/** Switches it on again. */
export async function enablePersonAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    await enablePerson(actor, { id });
    refresh();
    return undefined;
  });
}
