import { DelegationList } from '../../../../components/hosts/delegation-list.tsx';
import { HostTable } from '../../../../components/hosts/host-table.tsx';
import { StaleUses } from '../../../../components/hosts/host-uses.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Section } from '../../../../components/ui/surface.tsx';
import type { TeamHostsView, TeamView } from '../../../../lib/queries/types.ts';

/** What is delegated to a team, what its namespaces hold of it, and for itself what is used without being granted. */
export function TeamHosts({ team, hosts }: { team: TeamView; hosts: TeamHostsView }) {
  const { delegations, stale } = hosts;
  return (
    <>
      <Section title="Delegated names" hint={count(delegations.length, 'delegation')} flush>
        {delegations.length === 0 ? (
          <Empty title="No name is delegated to this team">
            An administrator delegates names of a zone; hosts below them are then the team’s to take.
          </Empty>
        ) : (
          <DelegationList rows={delegations} label={`Names delegated to ${team.name}`} without="team" />
        )}
      </Section>
      {hosts.hosts.rows.length > 0 && (
        <Section
          title="Hosts"
          hint={count(hosts.hosts.total, 'host')}
          actions={
            hosts.hosts.nextCursor !== null && (
              <ButtonLink href={`/hosts?team=${team.slug}`} size="sm">
                {`All ${String(hosts.hosts.total)}`}
              </ButtonLink>
            )
          }
          flush
        >
          <HostTable
            rows={hosts.hosts.rows}
            caption={`Hosts of ${team.name}`}
            without={['team', 'delegation']}
          />
        </Section>
      )}
      {stale !== null && stale.length > 0 && (
        <Section title="Used, but not granted" hint="With the command that ends it">
          <StaleUses uses={stale} />
        </Section>
      )}
    </>
  );
}
