'use server';
import { refresh } from 'next/cache';
import type { FormState } from '../../../../components/ui/form-state.ts';
import { acceptTransfer } from '../../../../lib/actions/accept-transfer.ts';
import { clearLinkReport } from '../../../../lib/actions/clear-link-report.ts';
import { confirmServices } from '../../../../lib/actions/confirm-services.ts';
import { declineTransfer } from '../../../../lib/actions/decline-transfer.ts';
import { disownService } from '../../../../lib/actions/disown-service.ts';
import { reportBrokenLink } from '../../../../lib/actions/report-broken-link.ts';
import { routeTransfer } from '../../../../lib/actions/route-transfer.ts';
import { withdrawTransfer } from '../../../../lib/actions/withdraw-transfer.ts';
import type { Actor } from '../../../../lib/auth/actor.ts';
import { act, nullable, optional, text } from '../../../act.ts';

/** Does a verb, shows the page anew, and says what came of it. */
function doing(data: FormData, verb: (actor: Actor) => Promise<{ message: string }>): Promise<FormState> {
  return act(data, async (actor) => {
    const { message } = await verb(actor);
    refresh();
    return { message };
  });
}

/** Confirms one service. */
export async function confirmServiceAction(
  slug: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return doing(data, (actor) => confirmServices(actor, { services: [slug] }));
}

/** Confirms the service whose button was pressed, else those that are ticked; or clears the report whose button was pressed. */
export async function confirmAction(_state: FormState, data: FormData): Promise<FormState> {
  // Nothing of the form is read before it is known who sends it.
  return doing(data, (actor) => {
    const clear = optional(data, 'clear');
    if (clear !== undefined) return clearLinkReport(actor, { id: clear });
    const only = optional(data, 'only');
    return confirmServices(actor, {
      services: only === undefined ? data.getAll('services') : [only],
      clearReports: data.has('clearReports'),
    });
  });
}

/** Marks a link as broken. */
export async function reportLinkAction(
  slug: string,
  link: string,
  url: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return doing(data, (actor) => reportBrokenLink(actor, { slug, link, url }));
}

/** Clears the reports of a link. */
export async function clearReportAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return doing(data, (actor) => clearLinkReport(actor, { id }));
}

/** "Not ours." */
export async function disownAction(slug: string, _state: FormState, data: FormData): Promise<FormState> {
  return doing(data, (actor) =>
    disownService(actor, { slug, toTeam: nullable(data, 'toTeam'), reason: text(data, 'reason') }),
  );
}

/** Names the team that a service is to go to. */
export async function routeAction(slug: string, _state: FormState, data: FormData): Promise<FormState> {
  return doing(data, (actor) =>
    routeTransfer(actor, { slug, toTeam: text(data, 'toTeam'), reason: text(data, 'reason') }),
  );
}

/** Takes a service over. */
export async function acceptAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return doing(data, (actor) => acceptTransfer(actor, { id }));
}

/** Says no to a service. */
export async function declineAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return doing(data, (actor) => declineTransfer(actor, { id, comment: text(data, 'comment') }));
}

/** Takes a transfer back. */
export async function withdrawAction(id: string, _state: FormState, data: FormData): Promise<FormState> {
  return doing(data, (actor) => withdrawTransfer(actor, { id }));
}
