'use server';
import { redirect } from 'next/navigation';
import type { FormState } from '../../../components/ui/form-state.ts';
import { askForNamespace } from '../../../lib/actions/ask-for-namespace.ts';
import { act, optional, text } from '../../act.ts';
import { accessOf, quotaOf } from '../../desired-fields.ts';

/** Sends an ask. Granted at once, it leads to the namespace and its progress; else to the request. */
export async function askAction(_state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const service = text(data, 'service');
    const size = text(data, 'size');
    const access = accessOf(data);
    const expiresAt = optional(data, 'expiresAt');
    const reason = optional(data, 'reason');
    const quota = quotaOf(data);
    const { state, number, cluster, name } = await askForNamespace(actor, {
      team: text(data, 'team'),
      cluster: text(data, 'cluster'),
      environment: text(data, 'environment'),
      name: text(data, 'name'),
      purpose: text(data, 'purpose'),
      size,
      service: service === '+new' ? { name: text(data, 'serviceName') } : { slug: service },
      ...(size === 'custom' && quota !== undefined ? { quota } : {}),
      ...(access.length > 0 ? { access } : {}),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(reason === undefined ? {} : { reason }),
    });
    redirect(state === 'applied' ? `/namespaces/${cluster}/${name}` : `/requests/${String(number)}`);
  });
}
