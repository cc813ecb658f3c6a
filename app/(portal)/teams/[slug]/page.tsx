import type { Metadata } from 'next';
import Link from 'next/link';
import { NamespaceTable } from '../../../../components/namespaces/namespace-table.tsx';
import { quotaText, quotaTitle } from '../../../../components/namespaces/quota.tsx';
import { Reach } from '../../../../components/people/reach.tsx';
import { ServiceFields } from '../../../../components/people/service-fields.tsx';
import { TeamFields } from '../../../../components/people/team-fields.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { Visited } from '../../../../components/shell/palette/visited.tsx';
import { Badge } from '../../../../components/ui/badge.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, SelectField, Submit, TextField } from '../../../../components/ui/form.tsx';
import { count } from '../../../../components/ui/format.ts';
import { MeterLine } from '../../../../components/ui/meter.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import {
  Columns,
  Fact,
  Facts,
  List,
  ListRow,
  PageHeader,
  Section,
} from '../../../../components/ui/surface.tsx';
import { Rest } from '../../../../components/ui/pager.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { teamHosts } from '../../../../lib/queries/hosts.ts';
import { getTeam } from '../../../../lib/queries/teams.ts';
import type { TeamView } from '../../../../lib/queries/types.ts';
import { load } from '../../../load.ts';
import { createServiceAction, mapGroupAction, unmapGroupAction, updateTeamAction } from '../actions.ts';
import { TeamHosts } from './hosts.tsx';

type Props = PageProps<'/teams/[slug]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

/** One team: what it owns, how to reach it, and (for itself and the administrators) who is in it. */
export default async function TeamPage({ params }: Props) {
  const actor = await requireActor();
  const { slug } = await params;
  const [team, hosts] = await Promise.all([load(getTeam(actor, slug)), load(teamHosts(actor, slug))]);
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
            {team.may.createService && (
              <DialogButton label="New service" title={`New service of ${team.name}`}>
                <ActionForm
                  action={createServiceAction.bind(null, team.slug)}
                  label="New service"
                  className="grid gap-4"
                >
                  <TextField
                    name="slug"
                    label="Short name"
                    optional
                    idPrefix="service"
                    hint="Made from the name when left empty. It can’t be changed later."
                  />
                  <ServiceFields />
                  <div>
                    <Submit busy="Creating…">Create service</Submit>
                  </div>
                </ActionForm>
              </DialogButton>
            )}
            {team.may.change && (
              <DialogButton label="Edit team" title={`Edit ${team.name}`}>
                <ActionForm
                  action={updateTeamAction.bind(null, team.slug, team.version)}
                  label="Edit team"
                  className="grid gap-4"
                >
                  <TeamFields
                    team={team}
                    budget={
                      team.may.setBudget
                        ? { cpu: budgetOf(team, 'requests.cpu'), memory: budgetOf(team, 'requests.memory') }
                        : null
                    }
                  />
                  <div>
                    <Submit busy="Saving…">Save</Submit>
                  </div>
                </ActionForm>
              </DialogButton>
            )}
          </>
        }
      />
      <Columns
        rail={
          <>
            <Section title="How to reach it" plain>
              <Facts>
                <Reach {...team} />
                {!team.contactEmail && !team.chatUrl && !team.onCallUrl && (
                  <Fact name="Contact">
                    <span className="text-soft">
                      The team has not said. {team.may.change ? 'Add it under “Edit team”.' : ''}
                    </span>
                  </Fact>
                )}
                {team.costCentre && <Fact name="Cost centre">{team.costCentre}</Fact>}
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
            />
          )}
          <Rest
            shown={team.namespaceRows.length}
            all={team.namespaces}
            href={`/namespaces?team=${team.slug}`}
          />
        </Section>
        <Section title="Services" hint={count(team.services, 'service')} flush>
          {team.serviceRows.length === 0 ? (
            <Empty title="No service yet">A service is made with the first namespace, or by itself.</Empty>
          ) : (
            <List>
              {team.serviceRows.map((service) => (
                <ListRow key={service.slug}>
                  <span className="flex flex-wrap items-center justify-between gap-x-4">
                    <Link
                      href={`/services/${service.slug}`}
                      prefetch={false}
                      className="covers font-medium hover:underline"
                    >
                      {service.name}
                    </Link>
                    <span className="num text-xs text-faint">
                      {service.tier !== null && `tier ${String(service.tier)} · `}
                      {count(service.namespaces, 'namespace')}
                    </span>
                  </span>
                  {service.description && <p className="text-xs text-soft">{service.description}</p>}
                </ListRow>
              ))}
            </List>
          )}
          <Rest shown={team.serviceRows.length} all={team.services} href={`/services?team=${team.slug}`} />
        </Section>
        <TeamHosts team={team} hosts={hosts} />
        {team.groups && <Groups team={team} groups={team.groups} />}
        {team.people && (
          <Section title="People" hint="Who signed in and is in one of its groups" flush>
            {team.people.length === 0 ? (
              <Empty title="Nobody of its groups has signed in yet" />
            ) : (
              <ul className="divide-y divide-line">
                {team.people.map((person) => (
                  <li
                    key={person.id}
                    className="flex flex-wrap items-center justify-between gap-x-4 px-4 py-2.5"
                  >
                    <span className="min-w-0">
                      <span className="font-medium">{person.name}</span>{' '}
                      <span className="wrap-anywhere text-soft">{person.email}</span>
                    </span>
                    <Badge tone={person.role === 'maintainer' ? 'info' : 'neutral'}>{person.role}</Badge>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        )}
      </Columns>
    </>
  );
}

function budgetOf(team: TeamView, key: string): string {
  return team.budget?.find((line) => line.key === key)?.budget ?? '';
}

function Groups({ team, groups }: { team: TeamView; groups: NonNullable<TeamView['groups']> }) {
  return (
    <Section title="Groups" hint="Of the identity provider" flush>
      {groups.length === 0 ? (
        <Empty title="No group is mapped">
          Nobody is in this team until an administrator maps a group to it.
        </Empty>
      ) : (
        <ul className="divide-y divide-line">
          {groups.map((group) => (
            <li key={group.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
              <span className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{group.group}</span>
              <Badge tone={group.role === 'maintainer' ? 'info' : 'neutral'}>{group.role}</Badge>
              {team.may.mapGroups && (
                <DialogButton
                  label={
                    <>
                      Remove<span className="sr-only"> {group.group}</span>
                    </>
                  }
                  title={`Remove ${group.group} from ${team.name}`}
                  tone="quiet"
                  size="sm"
                >
                  <ActionForm
                    action={unmapGroupAction.bind(null, team.slug, group.id)}
                    label={`Remove ${group.group}`}
                    className="grid gap-4"
                  >
                    <p>
                      Everybody who is in {team.name} by this group alone loses the team at once: its
                      requests, its access lists, and the right to ask for it. Access on clusters stays as
                      each namespace’s list says.
                    </p>
                    <div>
                      <Submit tone="danger" busy="Removing…">
                        Remove group
                      </Submit>
                    </div>
                  </ActionForm>
                </DialogButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {team.may.mapGroups && (
        <ActionForm
          action={mapGroupAction.bind(null, team.slug)}
          label="Map a group"
          className="border-t border-line p-4"
        >
          <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_10rem_auto]">
            <TextField name="group" label="Group" idPrefix="map" required spellCheck={false} />
            <SelectField
              name="role"
              label="Part"
              idPrefix="map"
              options={[
                { value: 'member', label: 'Member' },
                { value: 'maintainer', label: 'Maintainer' },
              ]}
            />
            <Submit tone="plain" busy="Mapping…">
              Map group
            </Submit>
          </div>
        </ActionForm>
      )}
    </Section>
  );
}
