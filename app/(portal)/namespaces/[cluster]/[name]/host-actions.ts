'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '../../../../../components/ui/form-state.ts';
import { releaseHost } from '../../../../../lib/actions/release-host.ts';
import { revokeHost } from '../../../../../lib/actions/revoke-host.ts';
import { takeHosts } from '../../../../../lib/actions/take-hosts.ts';
import type { AskResult } from '../../../../../lib/actions/types.ts';
import { act, optional, text } from '../../../../act.ts';

function goOn({ cluster, name, number, state }: AskResult): never {
  redirect(state === 'applied' ? `/namespaces/${cluster}/${name}?tab=hosts` : `/requests/${String(number)}`);
}

const reasonOf = (data: FormData): { reason?: string } => {
  const reason = optional(data, 'reason');
  return reason === undefined ? {} : { reason };
};

/** Takes hosts for a namespace: at once below what is delegated to the team, else as a request. */
export async function takeHostsAction(
  cluster: string,
  name: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    const hosts = text(data, 'hosts')
      .split(/[\s,]+/)
      .filter(Boolean);
    return goOn(await takeHosts(actor, { cluster, name, hosts, ...reasonOf(data) }));
  });
}

/** Gives a host back. */
export async function releaseHostAction(
  cluster: string,
  name: string,
  host: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) =>
    goOn(await releaseHost(actor, { cluster, name, host, ...reasonOf(data) })),
  );
}

/** Takes a host away, as an administrator. */
export async function revokeHostAction(
  cluster: string,
  name: string,
  host: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    const { message } = await revokeHost(actor, {
      cluster,
      name,
      host,
      confirmHost: text(data, 'confirmHost'),
      reason: text(data, 'reason'),
    });
    refresh();
    return { message };
  });
}
