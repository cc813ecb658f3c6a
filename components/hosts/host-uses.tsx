import { CodeBlock } from '../ui/yaml.tsx';
import type { HostUseRow } from './words.ts';

const shown = ({ host, path }: HostUseRow): string => (host === '' ? 'every host' : `${host}${path}`);

/** Objects that carry a host now. */
export function HostUses({ uses, label }: { uses: readonly HostUseRow[]; label: string }) {
  return (
    <ul aria-label={label} className="mt-1 grid gap-0.5 text-xs text-soft">
      {uses.map((use) => (
        <li
          key={`${use.cluster} ${use.namespace ?? ''} ${use.kind} ${use.name ?? ''} ${shown(use)}`}
          className="wrap-anywhere"
        >
          {use.kind} <span className="font-medium text-ink">{use.name ?? 'of another team'}</span>
          {shown(use) !== '' && <span className="text-faint"> with {shown(use)}</span>}
        </li>
      ))}
    </ul>
  );
}

/** What is used and not granted, each with the command that ends it. */
export function StaleUses({ uses }: { uses: readonly (HostUseRow & { command: string })[] }) {
  return (
    <ul className="grid gap-4">
      {uses.map((use) => (
        <li key={`${use.cluster} ${use.kind} ${use.name ?? ''} ${shown(use)}`} className="grid min-w-0 gap-2">
          <p className="wrap-anywhere">
            {use.kind} <span className="font-medium">{use.name}</span> in {use.namespace} on {use.cluster}{' '}
            still carries <span className="font-mono text-xs font-medium">{shown(use)}</span>
          </p>
          <CodeBlock label={`command for ${use.kind} ${use.name ?? ''}`} text={use.command} wrap />
        </li>
      ))}
    </ul>
  );
}
