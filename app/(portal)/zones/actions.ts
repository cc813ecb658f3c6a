'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '../../../components/ui/form-state.ts';
import { archiveZone } from '../../../lib/actions/archive-zone.ts';
import { createZone } from '../../../lib/actions/create-zone.ts';
import { delegateHost } from '../../../lib/actions/delegate-host.ts';
import { revokeDelegation } from '../../../lib/actions/revoke-delegation.ts';
import { updateZone } from '../../../lib/actions/update-zone.ts';
import { act, nullable, text } from '../../act.ts';

function zoneOf(data: FormData) {
  return {
    clusters: data.getAll('clusters'),
    description: text(data, 'description'),
    ownerTeam: nullable(data, 'ownerTeam'),
  };
}

/** Makes a zone and goes to it. */
export async function createZoneAction(_state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const { suffix } = await createZone(actor, { suffix: text(data, 'suffix'), ...zoneOf(data) });
    redirect(`/zones/${suffix}`);
  });
}

/** Changes a zone's description, owner and clusters. */
export async function updateZoneAction(
  suffix: string,
  version: number,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    await updateZone(actor, { suffix, version, ...zoneOf(data) });
    refresh();
    return { message: 'Saved.' };
  });
}

/** Takes a zone out of use. */
export async function archiveZoneAction(
  suffix: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    await archiveZone(actor, { suffix, confirmSuffix: text(data, 'confirmSuffix') });
    redirect('/zones');
  });
}

/** Delegates a name of a zone to a team. */
export async function delegateHostAction(_state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const { host } = await delegateHost(actor, {
      team: text(data, 'team'),
      host: text(data, 'host'),
      reason: text(data, 'reason'),
    });
    refresh();
    return { message: `${host} is delegated.` };
  });
}

/** Takes a delegation back, with every host handed out from it. */
export async function revokeDelegationAction(
  id: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    const { message } = await revokeDelegation(actor, {
      id,
      confirmHost: text(data, 'confirmHost'),
      reason: text(data, 'reason'),
    });
    refresh();
    return { message };
  });
}
