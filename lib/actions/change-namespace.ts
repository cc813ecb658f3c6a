import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { sortedConnections } from '../domain/connections/index.ts';
import { invalid, preconditionFailed } from '../domain/errors.ts';
import { sortedEgress } from '../domain/network/egress.ts';
import {
  SIZES,
  completeQuota,
  desiredNamespaceSchema,
  fieldErrors,
  momentOf,
} from '../domain/desired-state/schema.ts';
import type { DesiredNamespace, Quota } from '../domain/desired-state/schema.ts';
import type { z } from 'zod';
import { parse } from './input.ts';
import { runsTeam } from './machine/decide.ts';
import { changedPaths, desiredOf, sizeOf } from '../queries/desired.ts';
import { withRegistry } from './machine/hosts.ts';
import { judge } from './machine/judge.ts';
import { findLive, lockNamespace } from './machine/namespace.ts';
import { open } from './machine/open.ts';
import { changeNamespaceSchema } from './schemas.ts';
import type { AskResult } from './types.ts';

type Change = z.output<typeof changeNamespaceSchema>;

/**
 * Asks for a change of quota, access, hosts, connections, egress, purpose, contact, links or end. What stays inside the guardrails is granted at
 * once for maintainers. Throws `invalid` when nothing would change, `precondition-failed` when `version` is not current.
 */
export async function changeNamespace(actor: Actor, input: unknown): Promise<AskResult> {
  const change = parse(changeNamespaceSchema, input);
  return askForChange(actor, change, (before) => wanted(before, change));
}

/** Asks for the change that `lead` makes of what is there, whatever that is by now. */
export async function askForChange(
  actor: Actor,
  change: Pick<Change, 'cluster' | 'name' | 'version' | 'reason'>,
  lead: (before: DesiredNamespace) => DesiredNamespace,
): Promise<AskResult> {
  return withRegistry(async (tx) => {
    const found = await findLive(tx, change.cluster, change.name);
    requirePermission(actor, 'namespace.change', { teamId: found.teamId }, 'namespace');
    const { world, namespace } = await lockNamespace(tx, found);
    if (change.version !== undefined && change.version !== String(namespace.generation)) {
      throw preconditionFailed(`"${change.name}" has changed since you looked. Look again, then change it.`);
    }
    const before = desiredOf(namespace);
    const desired = lead(before);
    const paths = changedPaths(before, desired);
    if (paths.length === 0) throw invalid([{ field: '', message: 'This would change nothing.' }]);
    const judged = await judge(tx, world, {
      kind: 'change',
      desired,
      before,
      namespaceId: namespace.id,
      byMaintainer: await runsTeam(tx, actor.personId, namespace.teamId),
    });
    const opened = await open(tx, actor, world, {
      kind: 'change',
      judged,
      reason: change.reason ?? '',
      namespace: { id: namespace.id, generation: namespace.generation },
      changedPaths: paths,
    });
    return { ...opened, cluster: change.cluster, name: change.name, verdict: judged.verdict };
  });
}

/** The whole state that a change leads to, checked as a whole. */
function wanted(before: DesiredNamespace, change: Change): DesiredNamespace {
  const quota = quotaOf(before.spec.quota, change);
  const result = desiredNamespaceSchema.safeParse({
    ...before,
    purpose: change.purpose ?? before.purpose,
    size: sizeOf(quota),
    expiresAt: change.expiresAt === undefined ? before.expiresAt : endOf(change.expiresAt),
    spec: {
      ...before.spec,
      quota,
      access: change.access ?? before.spec.access,
      contact:
        change.contact === undefined ? before.spec.contact : change.contact === '' ? null : change.contact,
      links: change.links ?? before.spec.links,
      hosts: [...(change.hosts ?? before.spec.hosts)].sort(),
      gateways: change.gateways ?? before.spec.gateways,
      ingressClasses: change.ingressClasses ?? before.spec.ingressClasses,
      connections: sortedConnections(change.connections ?? before.spec.connections),
      egress: sortedEgress(change.egress ?? before.spec.egress),
      apiServerAccess: change.apiServerAccess ?? before.spec.apiServerAccess,
    },
  });
  if (result.success) return result.data;
  throw invalid(
    fieldErrors(result.error).map((error) => ({ ...error, field: error.field.replace(/^spec\./, '') })),
  );
}

const endOf = (moment: string | null): string | null => (moment === null ? null : momentOf(moment));

function quotaOf(before: Quota, change: Change): Quota {
  if (change.size !== undefined && change.size !== 'custom') return { ...SIZES[change.size].quota };
  if (change.quota === undefined) return before;
  return completeQuota({ ...before, ...change.quota });
}
