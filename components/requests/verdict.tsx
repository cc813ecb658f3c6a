import { Check, CircleAlert, X } from 'lucide-react';
import type { Finding, Verdict } from '../../lib/domain/guardrails/types.ts';
import { cx } from '../ui/cx.ts';

const RULES: Record<string, string> = {
  quota: 'Quota',
  'team-budget': 'Team budget',
  'cluster-headroom': 'Room on the cluster',
  environment: 'Environment',
  name: 'Name',
  'name-taken': 'Name is free',
  'pod-security': 'Pod security',
  'service-types': 'Service types',
  expiry: 'Expiry',
  contact: 'Contact',
  registries: 'Image registries',
  egress: 'Outgoing traffic',
  'service-owner': 'Service',
};

/** A rule's name for people. */
export function ruleTitle(rule: string): string {
  return RULES[rule] ?? rule.charAt(0).toUpperCase() + rule.slice(1).replaceAll('-', ' ');
}

/** Whose yes findings need, by name: "Platform", a team's slug. */
export function partyNames(findings: Finding[], team?: (slug: string) => string): string[] {
  return [
    ...new Set(
      findings.flatMap(({ party }) =>
        party === undefined
          ? []
          : [party.kind === 'platform' ? 'Platform' : (team?.(party.team) ?? party.team)],
      ),
    ),
  ];
}

/** "It is granted at once" or whose yes it needs: one sentence on top of the rules. */
export function verdictTitle(verdict: Verdict): string {
  if (verdict.outcome === 'granted') return 'Granted at once';
  if (verdict.outcome === 'refused') return 'Can’t be granted as it is';
  const parties = partyNames(verdict.findings);
  return `Needs a yes from ${parties.join(' and ') || 'Platform'}`;
}

const LOOK = {
  pass: { icon: <Check aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ok" />, word: 'passes' },
  'needs-approval': {
    icon: <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warn" />,
    word: 'needs a yes',
  },
  refused: { icon: <X aria-hidden className="mt-0.5 size-3.5 shrink-0 text-bad" />, word: 'refused' },
};

function Line({ finding }: { finding: Finding }) {
  const look = LOOK[finding.outcome];
  return (
    <li className="flex gap-2">
      {look.icon}
      <span className="min-w-0">
        <span className="font-medium">{ruleTitle(finding.rule)}</span>
        <span className="sr-only"> ({look.word})</span>
        <span
          className={cx(
            'block text-xs break-words',
            finding.outcome === 'refused' ? 'text-bad' : 'text-soft',
          )}
        >
          {finding.message}
        </span>
      </span>
    </li>
  );
}

/** A verdict rule by rule: what stands in the way first, with its numbers; what passes is folded. */
export function VerdictList({ verdict, open = false }: { verdict: Verdict; open?: boolean }) {
  const crossing = verdict.findings.filter(({ outcome }) => outcome !== 'pass');
  const passing = verdict.findings.filter(({ outcome }) => outcome === 'pass');
  return (
    <div className="grid gap-3">
      {crossing.length > 0 && (
        <ul aria-label="Rules that it crosses" className="grid gap-2.5">
          {crossing.map((finding, at) => (
            <Line key={at} finding={finding} />
          ))}
        </ul>
      )}
      {passing.length > 0 && (
        <details className="group" open={open}>
          <summary className="inline-flex min-h-6 items-center gap-1.5 rounded-sm text-xs text-tide">
            <span aria-hidden className="transition-transform group-open:rotate-90">
              ›
            </span>
            {`${String(passing.length)} ${passing.length === 1 ? 'rule passes' : 'rules pass'}`}
          </summary>
          <ul className="mt-2 grid gap-2">
            {passing.map((finding, at) => (
              <Line key={at} finding={finding} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
