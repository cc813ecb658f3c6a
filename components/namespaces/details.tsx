import type { Condition } from '../../lib/domain/conditions/index.ts';
import { Ago } from '../ui/ago.tsx';
import { Badge, Status, type Tone } from '../ui/badge.tsx';
import { Empty } from '../ui/empty.tsx';
import { Stack, Table, Td, Th, Tr } from '../ui/table.tsx';

const ROLE_TONES: Record<string, Tone> = { maintainer: 'info', developer: 'neutral', viewer: 'neutral' };

/** Who has which role. */
export function Access({ entries }: { entries: { kind: 'group' | 'user'; name: string; role: string }[] }) {
  if (entries.length === 0) {
    return (
      <p className="text-soft">
        Nobody has access through Berth: the team has no groups mapped yet. Ask an administrator to map one.
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {entries.map((entry) => (
        <li
          key={`${entry.kind} ${entry.name}`}
          className="flex items-center justify-between gap-3 py-2 first:pt-0 last:pb-0"
        >
          <span className="min-w-0 wrap-anywhere">
            {entry.name}
            <span className="ml-2 text-xs text-faint">{entry.kind === 'group' ? 'group' : 'person'}</span>
          </span>
          <Badge tone={ROLE_TONES[entry.role] ?? 'neutral'}>{entry.role}</Badge>
        </li>
      ))}
    </ul>
  );
}

// For Drifted, False is the good news.
function toneOf(condition: Condition): Tone {
  if (condition.status === 'Unknown') return 'neutral';
  const good = condition.type === 'Drifted' ? 'False' : 'True';
  return condition.status === good ? 'ok' : 'warn';
}

const CONDITION_WORDS: Record<string, string> = {
  Ready: 'Ready',
  QuotaEnforced: 'Quota enforced',
  NetworkIsolated: 'Network isolated',
  AccessGranted: 'Access granted',
  HostsDelegated: 'Hosts delegated',
  GuardrailsProved: 'Guardrails proved',
  Drifted: 'Drifted',
  BundleInstalled: 'Bundle installed',
  HostsWatched: 'Hosts watched',
};

/** What is true of a namespace or cluster, since when, and why. */
export function Conditions({ conditions }: { conditions: Condition[] }) {
  if (conditions.length === 0) return <p className="text-soft">Nothing has been said yet.</p>;
  return (
    <ul aria-label="Conditions" className="grid gap-2.5">
      {conditions.map((condition) => (
        <li key={condition.type} className="grid items-baseline gap-x-4 sm:grid-cols-[12.5rem_minmax(0,1fr)]">
          <Status tone={toneOf(condition)}>
            <span className="font-medium">{CONDITION_WORDS[condition.type] ?? condition.type}</span>
            <span className="text-xs text-faint">
              {condition.status === 'True' ? 'yes' : condition.status === 'False' ? 'no' : 'unknown'}
            </span>
          </Status>
          <span className="min-w-0 text-soft">
            {condition.message || condition.reason}{' '}
            <span className="text-xs text-faint">
              <Ago at={condition.lastTransitionTime} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Edits by others that were put right. */
export function Corrections({
  rows,
}: {
  rows: { at: string; kind: string; name: string; manager: string; change: string }[];
}) {
  return (
    <Table
      caption="Corrections"
      head={
        <>
          <Th>Object</Th>
          <Th wide>Edited by</Th>
          <Th wide>What was put right</Th>
          <Th className="text-right">When</Th>
        </>
      }
    >
      {rows.map((row, at) => (
        <Tr key={at}>
          <Td className="min-w-40 wrap-anywhere">
            <span className="text-faint">{row.kind}</span> {row.name}
            <Stack>
              {row.manager}: {row.change}
            </Stack>
          </Td>
          <Td wide className="text-soft">
            <code>{row.manager}</code>
          </Td>
          <Td wide className="text-soft">
            {row.change}
          </Td>
          <Td className="text-right whitespace-nowrap text-soft">
            <Ago at={row.at} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

export type AuditLine = {
  id: string;
  at: string;
  actorKind: string;
  actorName: string;
  action: string;
  targetKind: string;
  targetName: string;
  detail: Record<string, unknown>;
};

/** Audit events, newest first. */
export function Audit({
  rows,
  caption,
  filtered = false,
}: {
  rows: AuditLine[];
  caption: string;
  filtered?: boolean;
}) {
  if (rows.length === 0 && filtered)
    return <Empty title="No audit event fits">Try fewer or other words.</Empty>;
  if (rows.length === 0) return <Empty title="Nothing has happened yet" />;
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>When</Th>
          <Th>What</Th>
          <Th wide>Who</Th>
          <Th wide>Details</Th>
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.id}>
          <Td className="align-top whitespace-nowrap text-soft">
            <Ago at={row.at} />
          </Td>
          <Td className="align-top">
            <span className="font-medium">{row.action}</span>{' '}
            <span className="wrap-anywhere text-soft">{row.targetName}</span>
            {row.actorName !== row.targetName && <Stack>{row.actorName}</Stack>}
          </Td>
          <Td wide className="align-top wrap-anywhere text-soft">
            {row.actorName}
            {row.actorKind !== 'person' && <span className="ml-1.5 text-xs text-faint">{row.actorKind}</span>}
          </Td>
          <Td wide className="max-w-md align-top">
            {Object.keys(row.detail).length > 0 && (
              <details>
                <summary className="inline-flex min-h-6 items-center rounded-sm text-xs text-tide">
                  {Object.keys(row.detail).slice(0, 3).join(', ')}
                </summary>
                <pre className="mt-1 overflow-auto rounded-sm bg-sunken p-2 text-2xs">
                  {JSON.stringify(row.detail, null, 2)}
                </pre>
              </details>
            )}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

/** What was noticed in a namespace and is not Berth's to put right. */
export function Findings({
  rows,
}: {
  rows: { rule: string; subject: string; message: string; observedAt: string }[];
}) {
  return (
    <ul aria-label="Findings" className="grid gap-2.5">
      {rows.map((finding) => (
        <li
          key={`${finding.rule} ${finding.subject}`}
          className="grid gap-x-4 sm:grid-cols-[12.5rem_minmax(0,1fr)]"
        >
          <Status tone="warn">
            <span className="font-medium">{FINDING_WORDS[finding.rule] ?? finding.rule}</span>
          </Status>
          <span className="min-w-0 wrap-anywhere text-soft">
            {finding.message}{' '}
            <span className="text-xs text-faint">
              <Ago at={finding.observedAt} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

const FINDING_WORDS: Record<string, string> = {
  'service-overlap': 'Services overlap',
  'host-not-granted': 'Host not granted',
};
