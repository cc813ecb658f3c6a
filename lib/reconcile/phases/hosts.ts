/**
 * The hosts of a namespace, once the Namespace says what is granted: what was revoked begins its quarantine now that the
 * cluster knows, and what is still used without being granted is said, with the command that removes it.
 */
import { withTransaction } from '../../db/client.ts';
import type { Condition } from '../../domain/conditions/index.ts';
import { reportUngrantedHosts, type Finding } from '../findings.ts';
import { lookAtHosts, quarantineConfirmed } from '../grants.ts';
import { LeaseLost } from '../lease.ts';
import type { Phase, Scope } from '../scope.ts';

/** Findings, and hosts, that the condition names; the page lists all. */
const NAMED = 3;

export const hostsPhase: Phase = {
  name: 'hosts',
  async run(scope) {
    const { row, status } = scope;
    const { hosts } = row.input.spec;
    // A namespace that this pass has made holds nothing yet, and nothing was ever taken from it.
    const there = scope.created && hosts.length === 0 ? null : await lookAtHosts(scope.db, row);
    const announced = (scope.namespace?.metadata.annotations?.['berth.dev/hosts'] ?? '').split(',');
    if (there?.revoking === true) await confirmRevoked(scope, announced);
    const findings =
      there?.anything === true
        ? (await reportUngrantedHosts(scope.db, row.clusterId, [row.name])).findings
        : [];
    const waiting = hosts.filter((host) => !announced.includes(host));
    status.condition({ type: 'HostsDelegated', ...said(hosts, waiting, findings) });
    return undefined;
  },
};

async function confirmRevoked(scope: Scope, announced: readonly string[]): Promise<void> {
  const { row, claim } = scope;
  await withTransaction(async (tx) => {
    const held = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM reconcile_work
      WHERE namespace_id = ${row.id}::uuid AND epoch = ${claim.epoch.toString()}::bigint FOR UPDATE`;
    if (held.length === 0) throw new LeaseLost();
    await quarantineConfirmed(tx, row, { released: false, announced });
  }, scope.db);
}

function said(
  hosts: readonly string[],
  waiting: readonly string[],
  findings: readonly Finding[],
): Pick<Condition, 'status' | 'reason' | 'message'> {
  if (findings.length > 0) {
    const more = findings.length > NAMED ? ` And ${String(findings.length - NAMED)} more.` : '';
    return {
      status: 'False',
      reason: 'StillUsed',
      message: `${findings
        .slice(0, NAMED)
        .map(({ message }) => message)
        .join('. ')}.${more}`,
    };
  }
  if (waiting.length > 0) {
    return {
      status: 'False',
      reason: 'NotAnnounced',
      message: `The cluster does not let this namespace publish ${firstOf(waiting)} yet.`,
    };
  }
  if (hosts.length === 0) {
    return { status: 'True', reason: 'NoHosts', message: 'No hosts are delegated to this namespace.' };
  }
  return {
    status: 'True',
    reason: 'Delegated',
    message: `The cluster lets this namespace publish ${firstOf(hosts)}.`,
  };
}

function firstOf(hosts: readonly string[]): string {
  const more = hosts.length > NAMED ? ` and ${String(hosts.length - NAMED)} more` : '';
  return `${[...hosts].sort().slice(0, NAMED).join(', ')}${more}`;
}
