import { Check, CircleAlert, X } from 'lucide-react';
import type { Finding, Verdict } from '../../lib/domain/guardrails/types.ts';
import { cx } from '../ui/cx.ts';
import { Fold } from '../ui/fold.tsx';

const RULES: Record<string, string> = {
  quota: 'Quota',
  'team-budget': 'Team budget',
  'cluster-headroom': 'Room on the cluster',
  environment: 'Environment',
  name: 'Name',
  'name-taken': 'Availability of the name',
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

/** Whose yes findings need, by name: "Platform", a team's slug, a zone. */
export function partyNames(findings: Finding[], team?: (slug: string) => string): string[] {
  const named = findings.flatMap(({ party }) => {
    if (party === undefined) return [];
    if (party.kind === 'platform') return ['Platform'];
    return [party.kind === 'team' ? (team?.(party.team) ?? party.team) : `the owner of ${party.zone}`];
  });
  return [...new Set(named)];
}

/** "It is granted at once" or whose yes it needs: one sentence on top of the rules. `open` false: in the past. */
export function verdictTitle(verdict: Verdict, open = true): string {
  if (verdict.outcome === 'granted') return 'Granted at once';
  if (verdict.outcome === 'refused') return 'Can’t be granted as it is';
  const parties = partyNames(verdict.findings);
  return `${open ? 'Needs' : 'Needed'} a yes from ${parties.join(' and ') || 'Platform'}`;
}

const LOOK = {
  pass: { icon: <Check aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ok" />, word: 'passes' },
  'needs-approval': {
    icon: <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warn" />,
    word: 'needs a yes',
  },
  refused: { icon: <X aria-hidden className="mt-0.5 size-3.5 shrink-0 text-bad" />, word: 'refused' },
};

/** Findings of one rule with one outcome, said once. `remedy` is the sentence that all of them end with. */
type Group = { rule: string; outcome: Finding['outcome']; messages: string[]; remedy: string | null };

/** The last sentence of a message, without what stands before it; null when there is only one. */
function lastSentence(message: string): string | null {
  const at = message.lastIndexOf('. ', message.length - 2);
  return at === -1 ? null : message.slice(at + 2);
}

/** Groups findings by rule and outcome, in order of first appearance, and says a remedy that they share once. */
export function groupFindings(findings: Finding[]): Group[] {
  const groups: Group[] = [];
  for (const { rule, outcome, message } of findings) {
    const group = groups.find((other) => other.rule === rule && other.outcome === outcome);
    if (group) group.messages.push(message);
    else groups.push({ rule, outcome, messages: [message], remedy: null });
  }
  return groups.map((group) => {
    const remedy = lastSentence(group.messages[0] ?? '');
    if (group.messages.length < 2 || remedy === null) return group;
    if (!group.messages.every((message) => message.endsWith(`. ${remedy}`))) return group;
    return {
      ...group,
      remedy,
      messages: group.messages.map((message) => message.slice(0, -remedy.length - 1)),
    };
  });
}

const SHOWN = 4;

function Line({ group, shown = SHOWN }: { group: Group; shown?: number }) {
  const look = LOOK[group.outcome];
  const tone = group.outcome === 'refused' ? 'text-bad' : 'text-soft';
  const rest = group.messages.slice(shown);
  return (
    <li className="flex gap-2">
      {look.icon}
      <div className="min-w-0">
        <span className="font-medium">{ruleTitle(group.rule)}</span>
        <span className="sr-only"> ({look.word})</span>
        {group.messages.slice(0, shown).map((message, at) => (
          <p key={at} className={cx('text-xs wrap-anywhere', tone)}>
            {message}
          </p>
        ))}
        {rest.length > 0 && (
          <Fold title={`and ${String(rest.length)} more`}>
            {rest.map((message, at) => (
              <p key={at} className={cx('text-xs wrap-anywhere', tone)}>
                {message}
              </p>
            ))}
          </Fold>
        )}
        {group.remedy && shown > 1 && <p className={cx('text-xs wrap-anywhere', tone)}>{group.remedy}</p>}
      </div>
    </li>
  );
}

/** What stands in the way of a verdict, rule by rule, with its numbers. `brief`: one line of each, for a row in a list. */
export function CrossingList({ verdict, brief = false }: { verdict: Verdict; brief?: boolean }) {
  const crossing = groupFindings(verdict.findings.filter(({ outcome }) => outcome !== 'pass'));
  if (crossing.length === 0) return null;
  return (
    <ul aria-label="Rules that it crosses" className="grid content-start gap-2.5">
      {crossing.map((group) => (
        <Line key={`${group.rule} ${group.outcome}`} group={group} shown={brief ? 1 : SHOWN} />
      ))}
    </ul>
  );
}

/** A verdict rule by rule: what stands in the way first; what passes is folded. */
export function VerdictList({ verdict }: { verdict: Verdict }) {
  const passing = groupFindings(verdict.findings.filter(({ outcome }) => outcome === 'pass'));
  return (
    <div className="grid content-start gap-3">
      <CrossingList verdict={verdict} />
      {passing.length > 0 && (
        <Fold title={`${String(passing.length)} ${passing.length === 1 ? 'rule passes' : 'rules pass'}`}>
          <ul className="grid gap-2">
            {passing.map((group) => (
              <Line key={group.rule} group={group} />
            ))}
          </ul>
        </Fold>
      )}
    </div>
  );
}
