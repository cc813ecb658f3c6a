/** Verdict and hash of what a request leads to. */
import type { Db, Tx } from '../../db/client.ts';
import { evaluate, resultHash } from '../../domain/guardrails/index.ts';
import type { Finding, Verdict } from '../../domain/guardrails/index.ts';
import type { DesiredNamespace } from '../../domain/desired-state/schema.ts';
import { changedPaths, raisedKeys } from '../../queries/desired.ts';
import { committedQuota } from '../../queries/committed.ts';
import { peersOf } from './connections.ts';
import { hostFacts } from './host-facts.ts';
import type { World } from './world.ts';

export type Judged = {
  desired: DesiredNamespace;
  verdict: Verdict;
  guardrailVersion: number;
  resultHash: string;
};

/** What is judged, and what of our own must not be held against it. */
export type Case =
  | { kind: 'create'; desired: DesiredNamespace; requestId: string | null; byMaintainer: boolean }
  | {
      kind: 'change';
      desired: DesiredNamespace;
      before: DesiredNamespace;
      namespaceId: string;
      /** Whether who asked runs the team's namespaces (a maintainer, or an administrator). */
      byMaintainer: boolean;
    }
  | { kind: 'delete'; desired: DesiredNamespace; byMaintainer: boolean };

/** Judges a case. With `world` read under `lockWorld` the verdict is one that may be acted on. */
export async function judge(client: Db | Tx, world: World, what: Case): Promise<Judged> {
  const verdict = await verdictOf(client, world, what);
  const { desired } = what;
  const { guardrailVersion } = world;
  return {
    desired,
    verdict,
    guardrailVersion,
    resultHash: resultHash({ desired, verdict, guardrailVersion }),
  };
}

async function verdictOf(client: Db | Tx, world: World, what: Case): Promise<Verdict> {
  if (what.kind === 'delete') {
    return whole([
      { rule: 'deletion', outcome: 'pass', field: 'name', message: 'Nothing is in the way of deleting it.' },
      ...maintainersSay(world, what.byMaintainer, 'deletes'),
    ]);
  }
  const { desired } = what;
  const except = what.kind === 'change' ? what.namespaceId : null;
  const owner = await client.service.findUnique({
    where: { slug: desired.service.slug },
    select: { team: { select: { slug: true } } },
  });
  const context = {
    limits: world.limits,
    today: new Date(),
    cluster: {
      name: world.cluster.name,
      environments: world.cluster.environments,
      config: world.cluster.config,
      allocatable: world.cluster.allocatable,
      committed: await committedQuota(
        client,
        { clusterId: world.cluster.id },
        ['requests.cpu', 'requests.memory'],
        except,
      ),
    },
    team: {
      slug: world.team.slug,
      name: world.team.name,
      budget: world.team.budget,
      committed: await committedQuota(
        client,
        { teamId: world.team.id },
        Object.keys(world.team.budget ?? {}),
        except,
      ),
    },
    nameTaken:
      what.kind === 'create'
        ? await holderOfName(client, world.cluster.id, desired.name, what.requestId)
        : null,
    serviceOwner: owner?.team.slug ?? null,
    before: what.kind === 'change' ? what.before : null,
    hosts: await hostFacts(
      client,
      world.cluster,
      desired,
      what.kind === 'change' ? { namespaceId: what.namespaceId } : { requestId: what.requestId },
    ),
    peers: await peersOf(client, world.cluster.id, desired.spec.connections),
  };
  const verdict = evaluate(desired, context);
  if (what.kind === 'create') return whole([...verdict.findings, ...handOut(world, what)]);
  return whole([
    ...verdict.findings.map((finding) => ofTheChange(finding, what.before, desired)),
    ...maintainersSay(world, what.byMaintainer, 'changes'),
  ]);
}

/** Who has the name on a cluster, apart from the request itself. */
async function holderOfName(
  client: Db | Tx,
  clusterId: string,
  name: string,
  requestId: string | null,
): Promise<'namespace' | 'request' | 'cluster' | null> {
  const reservation = await client.nameReservation.findUnique({
    where: { clusterId_name: { clusterId, name } },
  });
  if (reservation?.namespaceId != null) return 'namespace';
  if (reservation?.requestId != null && reservation.requestId !== requestId) return 'request';
  const live = await client.clusterNamespace.findUnique({ where: { clusterId_name: { clusterId, name } } });
  return live ? 'cluster' : null;
}

/**
 * A rule judges the whole; a change answers only for what it changes. A limit that was crossed with somebody's yes
 * before, and is not crossed further, asks for no new yes. An environment that always needs a yes needs it where more
 * is asked for, not for a corrected sentence.
 */
function ofTheChange(finding: Finding, before: DesiredNamespace, after: DesiredNamespace): Finding {
  if (finding.outcome === 'pass') return finding;
  const paths = changedPaths(before, after);
  const raised = raisedKeys(before, after);
  const quotaKey = /^quota\.(.+)$/.exec(finding.field)?.[1];
  const touched =
    finding.field === 'environment' || finding.field === 'size'
      ? raised.length > 0
      : quotaKey !== undefined
        ? raised.includes(quotaKey)
        : paths.some((path) => path === finding.field || path.startsWith(`${finding.field}.`));
  if (touched) return finding;
  const { rule, field, message } = finding;
  return { rule, field, outcome: 'pass', message: `Not changed by this. (${message})` };
}

function maintainersSay(world: World, byMaintainer: boolean, verb: string): Finding[] {
  if (byMaintainer) return [];
  return [
    {
      rule: 'maintainer',
      outcome: 'needs-approval',
      party: { kind: 'team', team: world.team.slug },
      field: '',
      message: `A member who is not a maintainer of ${world.team.name} ${verb} a namespace with the word of one of its maintainers.`,
    },
  ];
}

/** A member may ask for a namespace; which of the team's hosts it gets, its maintainers say. */
function handOut(world: World, what: { desired: DesiredNamespace; byMaintainer: boolean }): Finding[] {
  if (what.byMaintainer || what.desired.spec.hosts.length === 0) return [];
  return [
    {
      rule: 'maintainer',
      outcome: 'needs-approval',
      party: { kind: 'team', team: world.team.slug },
      field: 'hosts',
      message: `The maintainers of ${world.team.name} hand out its hosts: one of them has to agree.`,
    },
  ];
}

function whole(findings: Finding[]): Verdict {
  const some = (outcome: Finding['outcome']) => findings.some((finding) => finding.outcome === outcome);
  return {
    outcome: some('refused') ? 'refused' : some('needs-approval') ? 'needs-approval' : 'granted',
    findings,
  };
}
