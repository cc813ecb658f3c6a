'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '../../../../../components/ui/form-state.ts';
import { changeNamespace } from '../../../../../lib/actions/change-namespace.ts';
import { deleteNamespace } from '../../../../../lib/actions/delete-namespace.ts';
import { retryNamespace } from '../../../../../lib/actions/retry-namespace.ts';
import { act, nullable, optional, text } from '../../../../act.ts';
import { accessOf, quotaOf } from '../../../../desired-fields.ts';
import { say } from '../../../../say.ts';

/** Deletes, or asks the team's maintainers for the deletion. */
export async function deleteNamespaceAction(
  cluster: string,
  name: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    const reason = optional(data, 'reason');
    const { number, state } = await deleteNamespace(actor, {
      cluster,
      name,
      confirmName: text(data, 'confirmName'),
      ...(reason === undefined ? {} : { reason }),
    });
    redirect(state === 'applied' ? `/namespaces/${cluster}/${name}` : `/requests/${String(number)}`);
  });
}

/** Marks the namespace due now. */
export async function retryNamespaceAction(
  cluster: string,
  name: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    await retryNamespace(actor, { cluster, name });
    refresh();
    return undefined;
  });
}

/** Changes what the form holds; granted at once or a request, as the guardrails say. */
export async function changeNamespaceAction(
  cluster: string,
  name: string,
  version: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    const reason = optional(data, 'reason');
    const size = text(data, 'size');
    const quota = quotaOf(data);
    const { number, state } = await changeNamespace(actor, {
      cluster,
      name,
      version,
      purpose: text(data, 'purpose'),
      contact: nullable(data, 'contact'),
      access: accessOf(data),
      ...(size === '' ? {} : { size }),
      ...(size === 'custom' && quota !== undefined ? { quota } : {}),
      ...(text(data, 'expiresAt') !== text(data, 'expiresAtBefore')
        ? { expiresAt: nullable(data, 'expiresAt') }
        : {}),
      ...(reason === undefined ? {} : { reason }),
    });
    if (state === 'applied')
      await say({
        tone: 'ok',
        title: 'The change was granted at once',
        text: `Berth brings it to ${cluster} now.`,
        link: { href: `/requests/${String(number)}`, label: `Request #${String(number)}` },
      });
    redirect(state === 'applied' ? `/namespaces/${cluster}/${name}` : `/requests/${String(number)}`);
  });
}
