import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { FirstHelp } from '../../../../components/catalog/first-help.tsx';
import { TransferList } from '../../../../components/catalog/transfers.tsx';
import { NamespaceTable } from '../../../../components/namespaces/namespace-table.tsx';
import { quotaText, quotaTitle } from '../../../../components/namespaces/quota.tsx';
import { Leads } from '../../../../components/people/leads.tsx';
import { Reach } from '../../../../components/people/reach.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { Visited } from '../../../../components/shell/palette/visited.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { count } from '../../../../components/ui/format.ts';
import { MeterLine } from '../../../../components/ui/meter.tsx';
import { Rest } from '../../../../components/ui/pager.tsx';
import { Columns, Fact, Facts, PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { catalogLinks, teamLinks } from '../../../../lib/domain/catalog/links.ts';
import { teamHosts } from '../../../../lib/queries/hosts.ts';
import { getTeam } from '../../../../lib/queries/teams.ts';
import { transfersOfTeam } from '../../../../lib/queries/transfers.ts';
import { load } from '../../../load.ts';
import { TransferVerbs } from '../../services/[slug]/transfer-verbs.tsx';
import { EditTeam, NewService } from './edit.tsx';
import { TeamHosts } from './hosts.tsx';
import { Kin } from './kin.tsx';
import { Groups, People } from './people.tsx';
import { Services } from './services.tsx';

type Props = PageProps<'/teams/[slug]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

/** One team: what it owns, how to reach it, and (for itself and the administrators) who is in it. */
export default async function TeamPage({ params }: Props) {
  const actor = await requireActor();
  const { slug } = await params;
  const [team, hosts, transfers] = await Promise.all([
    load(getTeam(actor, slug)),
    load(teamHosts(actor, slug)),
    load(transfersOfTeam(actor, slug)),
  ]);
  if (team.slug !== slug) redirect(`/teams/${team.slug}`);
  return (
    <>
      <Live topics={['namespace', 'team']} />
      <Visited kind="team" label={team.name} hint={team.description} href={`/teams/${team.slug}`} />
      <PageHeader
        title={team.name}
        kicker={team.myRole ? `You are a ${team.myRole} of this team` : 'Team'}
        description={team.description}
        actions={
          <>
            {team.people && <ButtonLink href={`/teams/${team.slug}/network`}>Network</ButtonLink>}
            {team.myRole && team.services > 0 && (
              <ButtonLink href={`/confirm?team=${team.slug}`}>To confirm</ButtonLink>
            )}
            {team.may.createService && <NewService team={team} />}
            {team.may.change && <EditTeam team={team} />}
          </>
        }
      />
      <FirstHelp of={team.name} links={catalogLinks({ team: teamLinks(team) })} />
      <Columns
        rail={
          <>
            <Section title="How to reach it" plain>
              <Facts>
                <Reach {...team} />
                <Leads people={team.leads} />
                {!team.contactEmail && !team.chatUrl && !team.onCallUrl && (
                  <Fact name="Contact">
                    <span className="text-soft">
                      The team has not said. {team.may.change ? 'Add it under “Edit team”.' : ''}
                    </span>
                  </Fact>
                )}
                {team.costCentre && <Fact name="Cost centre">{team.costCentre}</Fact>}
                <Kin parent={team.parent} teams={team.children} />
                {team.formerSlugs.length > 0 && (
                  <Fact name="Before">
                    <span className="font-mono text-xs">{team.formerSlugs.join(', ')}</span>
                  </Fact>
                )}
              </Facts>
            </Section>
            {team.budget && (
              <Section title="Budget" hint="Granted quota of all its namespaces" plain>
                {team.budget.length === 0 ? (
                  <p className="text-soft">No budget is set: each namespace is bounded by itself only.</p>
                ) : (
                  <ul className="grid gap-4">
                    {team.budget.map((line) => (
                      <li key={line.key}>
                        <MeterLine
                          label={quotaTitle(line.key)}
                          used={quotaText(line.key, line.committed)}
                          of={quotaText(line.key, line.budget)}
                          ratio={line.ratio}
                        />
                      </li>
                    ))}
                  </ul>
                )}
              </Section>
            )}
          </>
        }
      >
        {transfers.length > 0 && (
          <Section title="Changing hands" hint="Services whose owner is in question" flush>
            <TransferList
              rows={transfers}
              label="Services that change hands"
              verbs={(transfer) => <TransferVerbs transfer={transfer} />}
            />
          </Section>
        )}
        <Services team={team} />
        <Section title="Namespaces" hint={count(team.namespaces, 'namespace')} flush>
          {team.namespaceRows.length === 0 ? (
            <Empty
              title="No namespace yet"
              action={
                team.myRole && (
                  <ButtonLink href={`/ask?team=${team.slug}`} tone="primary">
                    Ask for the first one
                  </ButtonLink>
                )
              }
            />
          ) : (
            <NamespaceTable
              rows={team.namespaceRows}
              caption={`Namespaces of ${team.name}`}
              without={['team']}
              quota={false}
              below
            />
          )}
          <Rest
            shown={team.namespaceRows.length}
            all={team.namespaces}
            href={`/namespaces?team=${team.slug}`}
          />
        </Section>
        <TeamHosts team={team} hosts={hosts} />
        {team.groups && <Groups team={team} groups={team.groups} />}
        {team.people && <People people={team.people} />}
      </Columns>
    </>
  );
}
