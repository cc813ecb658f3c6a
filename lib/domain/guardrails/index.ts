// Guardrails, not gates: what lies inside them is granted at once, what lies outside says by how much and whose yes it needs. Each rule
// is one file in rules/, a pure function; this file is the one list of them, and what a verdict is.
import type { DesiredNamespace } from '../desired-state/schema.ts';
import { canonicalJson, sha256Hex } from '../hash/index.ts';
import { limitsFor } from './limits.ts';
import { clusterHeadroomRule } from './rules/cluster-headroom.ts';
import { connectionsRule } from './rules/connections.ts';
import { contactRule } from './rules/contact.ts';
import { doorsRule } from './rules/doors.ts';
import { egressRule } from './rules/egress.ts';
import { environmentRule } from './rules/environment.ts';
import { expiryRule } from './rules/expiry.ts';
import { hostsRule } from './rules/hosts.ts';
import { nameRule } from './rules/name.ts';
import { nameTakenRule } from './rules/name-taken.ts';
import { podSecurityRule } from './rules/pod-security.ts';
import { quotaRule } from './rules/quota.ts';
import { registriesRule } from './rules/registries.ts';
import { serviceOwnerRule } from './rules/service-owner.ts';
import { serviceTypesRule } from './rules/service-types.ts';
import { teamBudgetRule } from './rules/team-budget.ts';
import { wildcardHostsRule } from './rules/wildcard-hosts.ts';
import type { GuardrailContext, Party, Rule, Verdict } from './types.ts';

export { guardrailLimitsSchema, limitsFor, type GuardrailLimits } from './limits.ts';
export type {
  Finding,
  GuardrailContext,
  HostFact,
  HostFacts,
  HostHolder,
  Party,
  Peer,
  QuotaTotals,
  Rule,
  Verdict,
} from './types.ts';

/** Every rule, in the order findings are shown: who and where first, then how much, then what else. */
export const RULES: readonly Rule[] = [
  nameRule,
  nameTakenRule,
  environmentRule,
  serviceOwnerRule,
  quotaRule,
  teamBudgetRule,
  clusterHeadroomRule,
  expiryRule,
  contactRule,
  podSecurityRule,
  serviceTypesRule,
  registriesRule,
  hostsRule,
  wildcardHostsRule,
  doorsRule,
  connectionsRule,
  egressRule,
];

/** What all rules say of an ask. Pure: the same ask in the same world gives the same verdict. */
export function evaluate(desired: DesiredNamespace, context: GuardrailContext): Verdict {
  const { environment, team } = desired;
  const limits = limitsFor(context.limits, { environment, team, cluster: context.cluster.name });
  const findings = RULES.flatMap((rule) => rule.check(desired, context, limits));
  const some = (outcome: string): boolean => findings.some((finding) => finding.outcome === outcome);
  return {
    outcome: some('refused') ? 'refused' : some('needs-approval') ? 'needs-approval' : 'granted',
    findings,
  };
}

/** Whose yes a verdict needs, each party once, with the rules that name it. Empty for what is granted or refused. */
export function partiesOf(verdict: Verdict): (Party & { rules: string[] })[] {
  if (verdict.outcome !== 'needs-approval') return [];
  const parties = new Map<string, Party & { rules: string[] }>();
  for (const { outcome, party, rule } of verdict.findings) {
    if (outcome !== 'needs-approval' || party === undefined) continue;
    const key = canonicalJson(party);
    const entry = parties.get(key) ?? { ...party, rules: [] };
    if (!entry.rules.includes(rule)) entry.rules.push(rule);
    parties.set(key, entry);
  }
  return [...parties.values()];
}

/**
 * What an approval binds to: the SHA-256 of what was shown (result, verdict and guardrail version), 64 hex digits. Of the verdict, the
 * outcome and what each rule asks for count, not the sentences of rules that are content: "28 CPU free" becoming "27 CPU free" voids
 * nothing that somebody said yes to.
 */
export function resultHash(shown: {
  desired: DesiredNamespace;
  verdict: Verdict;
  guardrailVersion: number;
}): string {
  const { desired, verdict, guardrailVersion } = shown;
  const crossed = verdict.findings
    .filter((finding) => finding.outcome !== 'pass')
    .map(({ rule, outcome, party, field }) => ({ rule, outcome, party, field }));
  return sha256Hex(canonicalJson({ desired, outcome: verdict.outcome, crossed, guardrailVersion }));
}
