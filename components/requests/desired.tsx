import type { DesiredNamespace } from '../../lib/domain/desired-state/schema.ts';
import { portsText } from '../../lib/domain/network/index.ts';
import { quotaText, quotaTitle } from '../namespaces/quota.tsx';
import { environmentWord } from '../namespaces/words.ts';
import { Ago } from '../ui/ago.tsx';
import { Fact, Facts } from '../ui/surface.tsx';

const FIGURES = ['requests.cpu', 'requests.memory', 'requests.storage', 'pods'] as const;

/** What is asked for, in short. */
export function DesiredFacts({ desired }: { desired: DesiredNamespace }) {
  return (
    <Facts columns>
      <Fact name="Name">{desired.name}</Fact>
      <Fact name="Cluster">{desired.cluster}</Fact>
      <Fact name="Environment">{environmentWord(desired.environment)}</Fact>
      <Fact name="Service">
        {desired.service.name ?? desired.service.slug}
        {desired.service.name && <span className="text-faint"> (new)</span>}
      </Fact>
      <Fact name="Size">
        {desired.size === 'custom' ? 'Own figures' : desired.size}
        <span className="num block text-xs text-soft">
          {FIGURES.map((key) => quotaText(key, desired.spec.quota[key]))
            .slice(0, 3)
            .join(' · ')}{' '}
          · {desired.spec.quota.pods} pods
        </span>
      </Fact>
      {desired.expiresAt && (
        <Fact name="Expires">
          <Ago at={desired.expiresAt} />
        </Fact>
      )}
      <Fact name="Access">
        {desired.spec.access.length === 0
          ? 'Nobody: the team has no groups mapped yet'
          : desired.spec.access.map((entry) => (
              <span key={`${entry.kind} ${entry.name}`} className="block wrap-anywhere">
                {entry.name} <span className="text-faint">{entry.role}</span>
              </span>
            ))}
      </Fact>
      {NETWORK.map(
        ({ title, text }) =>
          text(desired) !== '' && (
            <Fact key={title} name={title}>
              {text(desired)}
            </Fact>
          ),
      )}
      {desired.purpose && <Fact name="Purpose">{desired.purpose}</Fact>}
    </Facts>
  );
}

/** One line of what a change makes of what was. */
type Line = { title: string; before: string; after: string };

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const accessText = (desired: DesiredNamespace) =>
  desired.spec.access.map(({ name, role }) => `${name}: ${role}`).join(', ') || 'nobody';

const connectionsText = ({ spec }: DesiredNamespace): string =>
  spec.connections
    .map(({ direction, peer, ports }) => `${direction} ${peer} on ${portsText(ports)}`)
    .join('; ');
const egressText = ({ spec }: DesiredNamespace): string =>
  spec.egress.map(({ name, cidr, ports }) => `${name} (${cidr}) on ${portsText(ports)}`).join('; ');
/** What may flow, each as one line of text; '' for nothing. */
const NETWORK = [
  { title: 'Hosts', text: ({ spec }: DesiredNamespace) => spec.hosts.join(', ') },
  { title: 'Connections', text: connectionsText },
  { title: 'Outgoing traffic', text: egressText },
  { title: 'API server', text: ({ spec }: DesiredNamespace) => (spec.apiServerAccess ? 'reachable' : '') },
];

/** What its cluster's offer says as a rule: told only where a change touches it. */
const OFFERED = [
  { title: 'Gateways', text: ({ spec }: DesiredNamespace) => spec.gateways.join(', ') },
  { title: 'Ingress classes', text: ({ spec }: DesiredNamespace) => spec.ingressClasses.join(', ') },
  { title: 'Image registries', text: ({ spec }: DesiredNamespace) => spec.registries.join(', ') || 'any' },
  { title: 'Service types', text: ({ spec }: DesiredNamespace) => spec.allow.join(', ') },
  { title: 'Pod security', text: ({ spec }: DesiredNamespace) => spec.podSecurity },
];

/** What differs, as far as it is a reader's: a decision is about exactly these lines. */
export function changes(before: DesiredNamespace, after: DesiredNamespace): Line[] {
  const lines: Line[] = [];
  if (before.purpose !== after.purpose)
    lines.push({ title: 'Purpose', before: before.purpose, after: after.purpose });
  for (const key of Object.keys(after.spec.quota) as (keyof typeof after.spec.quota)[]) {
    if (before.spec.quota[key] === after.spec.quota[key]) continue;
    lines.push({
      title: quotaTitle(key),
      before: quotaText(key, before.spec.quota[key]),
      after: quotaText(key, after.spec.quota[key]),
    });
  }
  if (!same(before.spec.access, after.spec.access))
    lines.push({ title: 'Access', before: accessText(before), after: accessText(after) });
  if (before.spec.contact !== after.spec.contact)
    lines.push({
      title: 'Contact',
      before: before.spec.contact ?? 'none',
      after: after.spec.contact ?? 'none',
    });
  if (before.expiresAt !== after.expiresAt)
    lines.push({
      title: 'Expires',
      before: before.expiresAt?.slice(0, 10) ?? 'never',
      after: after.expiresAt?.slice(0, 10) ?? 'never',
    });
  if (!same(before.spec.links, after.spec.links))
    lines.push({
      title: 'Links',
      before: Object.keys(before.spec.links).join(', ') || 'none',
      after: Object.keys(after.spec.links).join(', ') || 'none',
    });
  for (const { title, text } of [...NETWORK, ...OFFERED]) {
    if (text(before) === text(after)) continue;
    lines.push({ title, before: text(before) || 'none', after: text(after) || 'none' });
  }
  return lines;
}

/** What a change makes of what was, line by line. */
export function ChangeLines({ before, after }: { before: DesiredNamespace; after: DesiredNamespace }) {
  const lines = changes(before, after);
  if (lines.length === 0) return <p className="p-4 text-soft">Nothing that this page shows differs.</p>;
  return (
    <table className="w-full table-fixed text-left">
      <caption className="sr-only">What changes</caption>
      <thead className="text-xs text-faint">
        <tr className="border-b border-line bg-sunken/60">
          <th scope="col" className="px-4 py-2 font-medium">
            What
          </th>
          <th scope="col" className="py-2 pr-4 font-medium">
            Before
          </th>
          <th scope="col" className="py-2 pr-4 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {lines.map((line) => (
          <tr key={line.title}>
            <th scope="row" className="px-4 py-2.5 align-top font-normal text-soft">
              {line.title}
            </th>
            <td className="num py-2.5 pr-4 align-top wrap-anywhere text-soft">{line.before}</td>
            <td className="num py-2.5 pr-4 align-top font-medium wrap-anywhere">{line.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
