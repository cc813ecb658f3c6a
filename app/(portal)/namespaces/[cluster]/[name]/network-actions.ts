'use server';
import { redirect } from 'next/navigation';
import type { FormState } from '../../../../../components/ui/form-state.ts';
import { changeNamespace } from '../../../../../lib/actions/change-namespace.ts';
import type { Actor } from '../../../../../lib/auth/actor.ts';
import { notFound } from '../../../../../lib/domain/errors.ts';
import type { NamespaceSpec } from '../../../../../lib/domain/desired-state/schema.ts';
import { getNamespace } from '../../../../../lib/queries/namespaces.ts';
import { act, optional, text } from '../../../../act.ts';
import { portsOf } from '../../../../network-fields.ts';

/** Sends a change of the namespace's lists, based on what they are now; goes to the namespace, or to the request that it became. */
async function change(
  actor: Actor,
  cluster: string,
  name: string,
  data: FormData,
  lists: (spec: NamespaceSpec) => Record<string, unknown>,
): Promise<never> {
  const view = await getNamespace(actor, cluster, name);
  if (!view.details) throw notFound('namespace');
  const reason = optional(data, 'reason');
  const { number, state } = await changeNamespace(actor, {
    cluster,
    name,
    version: view.version,
    ...lists(view.details.spec),
    ...(reason === undefined ? {} : { reason }),
  });
  redirect(
    state === 'applied' ? `/namespaces/${cluster}/${name}?tab=network` : `/requests/${String(number)}`,
  );
}

/** Asks for a connection with another namespace, beside those there are; ports of one that is there are added to it. */
export async function connectAction(
  cluster: string,
  name: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, (actor) =>
    change(actor, cluster, name, data, ({ connections }) => {
      const [peer, direction] = [text(data, 'peer'), text(data, 'direction')];
      const same = (other: { peer: string; direction: string }): boolean =>
        other.peer === peer && other.direction === direction;
      const ports = portsOf(data);
      return {
        connections: [
          ...connections.filter((connection) => !same(connection)),
          { peer, direction, ports: [...(connections.find(same)?.ports ?? []), ...ports] },
        ],
      };
    }),
  );
}

/** Asks for a destination outside the cluster, beside those there are. */
export async function reachAction(
  cluster: string,
  name: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, (actor) =>
    change(actor, cluster, name, data, ({ egress }) => ({
      egress: [
        ...egress,
        { name: text(data, 'destination'), cidr: text(data, 'cidr'), ports: portsOf(data) },
      ],
    })),
  );
}
