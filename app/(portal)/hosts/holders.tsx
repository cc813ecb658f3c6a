import Link from 'next/link';
import type { ReactNode } from 'react';
import { GRANT_WORDS } from '../../../components/hosts/words.ts';
import { Badge, Status } from '../../../components/ui/badge.tsx';
import { Fact, Facts, Section } from '../../../components/ui/surface.tsx';
import type { NameHolders } from '../../../lib/queries/types.ts';

/** The answer to "who holds this name?", in a sentence, and what it rests on. */
export function Holders({ holders }: { holders: NameHolders }) {
  return (
    <div className="mb-7">
      <Section title={`Who holds ${holders.name}?`}>
        <p role="status" className="mb-4 text-base font-medium">
          {sentence(holders)}
        </p>
        <Facts columns>
          <Fact name="Held by">
            {holders.hosts.length === 0 ? (
              <span className="text-soft">
                {holders.reserved ? 'Nobody yet, but an open request asks for it.' : 'Nobody.'}
              </span>
            ) : (
              <Lines>
                {holders.hosts.map((host) => (
                  <li key={host.id}>
                    <Link href={`/teams/${host.team.slug}`} className="link font-medium">
                      {host.team.name}
                    </Link>{' '}
                    {host.namespace && (
                      <>
                        in{' '}
                        <Link href={`/namespaces/${host.cluster.name}/${host.namespace}`} className="link">
                          {host.namespace}
                        </Link>{' '}
                        <span className="text-xs text-faint">on {host.cluster.name}</span>
                      </>
                    )}
                    <div className="flex flex-wrap items-center gap-x-3 text-xs">
                      <span className="font-mono text-soft">{host.name}</span>
                      <Status tone={GRANT_WORDS[host.state].tone}>{GRANT_WORDS[host.state].word}</Status>
                    </div>
                  </li>
                ))}
              </Lines>
            )}
          </Fact>
          <Fact name="Delegated to">
            {holders.delegations.length === 0 ? (
              <span className="text-soft">No team.</span>
            ) : (
              <Lines>
                {holders.delegations.map((delegation) => (
                  <li key={delegation.id}>
                    <Link href={`/teams/${delegation.team.slug}`} className="link">
                      {delegation.team.name}
                    </Link>{' '}
                    <span className="font-mono text-xs text-soft">{delegation.host}</span>
                  </li>
                ))}
              </Lines>
            )}
          </Fact>
          <Fact name="Zone">
            {holders.zone ? (
              <Link href={`/zones/${holders.zone.suffix}`} className="link font-mono text-xs">
                {holders.zone.suffix}
              </Link>
            ) : (
              <span className="text-soft">In no zone: it can’t be taken here.</span>
            )}
          </Fact>
          <Fact name="Served by">
            {holders.servedBy.length === 0 ? (
              <span className="text-soft">Nothing on any cluster.</span>
            ) : (
              <Lines>
                {holders.servedBy.map((use, at) => (
                  <li key={at} className="wrap-anywhere">
                    {use.kind} {use.name ?? ''}{' '}
                    {use.namespace && (
                      <>
                        in{' '}
                        <Link href={`/namespaces/${use.cluster}/${use.namespace}`} className="link">
                          {use.namespace}
                        </Link>{' '}
                      </>
                    )}
                    <span className="text-xs text-faint">on {use.cluster}</span>{' '}
                    {use.team === null && <Badge tone="warn">not of Berth</Badge>}
                  </li>
                ))}
              </Lines>
            )}
          </Fact>
        </Facts>
      </Section>
    </div>
  );
}

function Lines({ children }: { children: ReactNode }) {
  return <ul className="grid gap-1.5">{children}</ul>;
}

function sentence({ hosts, reserved, zone, delegations }: NameHolders): string {
  const active = hosts.find(({ state }) => state === 'active');
  if (active) return `${active.team.name} has it.`;
  const leaving = hosts[0];
  if (leaving) return `${leaving.team.name} had it; it isn’t free yet.`;
  if (reserved) return 'Somebody asks for it.';
  if (!zone) return 'It lies in no zone.';
  const holder = delegations[0];
  return holder ? `Free, for ${holder.team.name} to take.` : 'Free; its zone’s owner says who gets it.';
}
