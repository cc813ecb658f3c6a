import type { Metadata } from 'next';
import Link from 'next/link';
import { Ago } from '../../../../components/ui/ago.tsx';
import { Badge } from '../../../../components/ui/badge.tsx';
import { ActionForm, SelectField, Submit, TextField } from '../../../../components/ui/form.tsx';
import { FilterBar } from '../../../../components/ui/filter-bar.tsx';
import { count, figure } from '../../../../components/ui/format.ts';
import { Pager } from '../../../../components/ui/pager.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../../../../components/ui/table.tsx';
import { can } from '../../../../lib/auth/permissions.ts';
import { requireActor } from '../../../../lib/auth/session.ts';
import { listPeopleAndRoles } from '../../../../lib/queries/people.ts';
import { teamChoices } from '../../../../lib/queries/choices.ts';
import { load } from '../../../load.ts';
import { addressOf, one } from '../../../search-params.ts';
import { mapGroupAction, unmapGroupAction } from '../../teams/actions.ts';
import { disablePersonAction, enablePersonAction, grantRoleAction, revokeRoleAction } from './actions.ts';
import { Confirm } from './confirm.tsx';

export const metadata: Metadata = { title: 'Roles and people' };

const ROLES = {
  administrator: 'Sets up teams, clusters and roles, and may decide for the platform.',
  approver: 'Decides for the platform.',
  auditor: 'Sees everything, and changes nothing.',
};

/** Who runs the house: roles, groups, people. */
export default async function RolesPage({ searchParams }: PageProps<'/admin/roles'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const q = one(query['q']);
  const cursor = one(query['cursor']);
  const [view, teams] = await Promise.all([
    load(listPeopleAndRoles(actor, { q, cursor })),
    teamChoices(actor),
  ]);
  const writes = can(actor, 'role.write');
  return (
    <>
      <PageHeader
        title="Roles and people"
        description="Roles count for the whole portal. Being in a team is no role: it comes from mapped groups."
      />
      <datalist id="known-groups">
        {view.knownGroups.map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
      <FilterBar
        path="/admin/roles"
        search={{ label: 'Search roles and people', placeholder: 'Person, group or team', value: q ?? '' }}
        filters={[]}
      />
      <div className="grid gap-8">
        <Section title="Roles" hint={shownOf(view.grants.length, view.grantTotal)} flush>
          <ul className="divide-y divide-line">
            {view.firstAdministrator && (
              <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
                <span className="min-w-0 flex-1">
                  <span className="wrap-anywhere">{view.firstAdministrator}</span>{' '}
                  <span className="text-xs text-faint max-sm:block">by configuration</span>
                </span>
                <Badge tone="info">administrator</Badge>
              </li>
            )}
            {view.grants.map((grant) => {
              const who = grant.group ?? grant.person?.email ?? '';
              return (
                <li key={grant.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                  <span className="min-w-0 flex-1">
                    <span className="wrap-anywhere">{who}</span>{' '}
                    <span className="text-xs text-faint max-sm:block">
                      {grant.group === null ? 'person' : 'group'}, <Ago at={grant.createdAt} />
                      {grant.createdBy && ` by ${grant.createdBy.name}`}
                    </span>
                  </span>
                  <Badge tone="info">{grant.role}</Badge>
                  {writes && (
                    <Confirm
                      label="Remove"
                      about={`${grant.role} from ${who}`}
                      action={revokeRoleAction.bind(null, grant.id)}
                      button="Remove role"
                      busy="Removing…"
                      says={`${who} is no longer ${grant.role} from now on, unless another group or grant says so.`}
                    />
                  )}
                </li>
              );
            })}
          </ul>
          {view.grants.length === 0 && view.firstAdministrator === null && (
            <Empty title="Nobody holds a role">Name the first administrator in the configuration.</Empty>
          )}
          {writes && (
            <ActionForm action={grantRoleAction} label="Give a role" className="border-t border-line p-4">
              <div className="grid items-start gap-3 sm:grid-cols-[10rem_8rem_minmax(0,1fr)_auto]">
                <SelectField
                  name="role"
                  label="Role"
                  idPrefix="grant"
                  options={[
                    { value: 'approver', label: 'Approver' },
                    { value: 'auditor', label: 'Auditor' },
                    { value: 'administrator', label: 'Administrator' },
                  ]}
                />
                <SelectField
                  name="kind"
                  label="To a"
                  idPrefix="grant"
                  options={[
                    { value: 'group', label: 'Group' },
                    { value: 'person', label: 'Person' },
                  ]}
                />
                <TextField
                  name="who"
                  label="Group or e-mail"
                  idPrefix="grant"
                  required
                  list="known-groups"
                  spellCheck={false}
                />
                <div className="sm:pt-6">
                  <Submit tone="plain" busy="Giving…">
                    Give role
                  </Submit>
                </div>
              </div>
            </ActionForm>
          )}
          <dl className="grid gap-1 border-t border-line px-4 py-3 text-xs text-faint">
            {Object.entries(ROLES).map(([role, what]) => (
              <div key={role} className="flex gap-2">
                <dt className="w-24 shrink-0">{role}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </Section>
        <Section
          title="Groups and teams"
          hint={
            shownOf(view.mappings.length, view.mappingTotal) ??
            'A group of the identity provider makes its people part of a team'
          }
          flush
        >
          {view.mappings.length === 0 ? (
            <Empty title="No group is mapped yet">Until one is, nobody is in any team.</Empty>
          ) : (
            <Table
              caption="Groups and teams"
              head={
                <>
                  <Th>Group</Th>
                  <Th wide>Team</Th>
                  <Th wide>Part</Th>
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                </>
              }
            >
              {view.mappings.map((mapping) => (
                <Tr key={mapping.id}>
                  <Td className="wrap-anywhere">
                    <span className="font-mono text-xs">{mapping.group}</span>
                    <Stack>
                      {mapping.role} of{' '}
                      <Link href={`/teams/${mapping.team.slug}`} prefetch={false} className="link">
                        {mapping.team.name}
                      </Link>
                    </Stack>
                  </Td>
                  <Td wide>
                    <Link href={`/teams/${mapping.team.slug}`} prefetch={false} className="link">
                      {mapping.team.name}
                    </Link>
                  </Td>
                  <Td wide>
                    <Badge tone={mapping.role === 'maintainer' ? 'info' : 'neutral'}>{mapping.role}</Badge>
                  </Td>
                  <Td className="text-right">
                    {can(actor, 'team.map-group') && (
                      <Confirm
                        label="Remove"
                        about={`${mapping.group} from ${mapping.team.name}`}
                        action={unmapGroupAction.bind(null, mapping.team.slug, mapping.id)}
                        button="Remove mapping"
                        busy="Removing…"
                        says={`Everybody who is in ${mapping.team.name} by this group alone loses the team at once. Access on clusters stays as each namespace’s list says.`}
                      />
                    )}
                  </Td>
                </Tr>
              ))}
            </Table>
          )}
          {can(actor, 'team.map-group') && teams.length > 0 && (
            <ActionForm
              action={mapGroupAction.bind(null, '')}
              label="Map a group to a team"
              className="border-t border-line p-4"
            >
              <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_14rem_10rem_auto]">
                <TextField
                  name="group"
                  label="Group"
                  idPrefix="map"
                  required
                  list="known-groups"
                  spellCheck={false}
                />
                <SelectField
                  name="team"
                  label="Team"
                  idPrefix="map"
                  options={teams.map(({ slug, name }) => ({ value: slug, label: name }))}
                />
                <SelectField
                  name="role"
                  label="Part"
                  idPrefix="map"
                  options={[
                    { value: 'member', label: 'Member' },
                    { value: 'maintainer', label: 'Maintainer' },
                  ]}
                />
                <div className="sm:pt-6">
                  <Submit tone="plain" busy="Mapping…">
                    Map group
                  </Submit>
                </div>
              </div>
            </ActionForm>
          )}
        </Section>
        <Section title="People" hint={count(view.peopleTotal, 'person', 'people')} flush>
          <Table
            caption="People"
            head={
              <>
                <Th>Person</Th>
                <Th wide>Roles</Th>
                <Th wide>Teams</Th>
                <Th wide>Seen</Th>
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              </>
            }
          >
            {view.people.map((person) => (
              <Tr key={person.id}>
                <Td>
                  <span className="font-medium">{person.name}</span>{' '}
                  {person.disabledAt && <Badge tone="bad">disabled</Badge>}{' '}
                  {person.groupsState === 'left-out' && <Badge tone="warn">groups left out</Badge>}
                  <p className="text-xs wrap-anywhere text-soft">{person.email}</p>
                  <Stack>
                    <Dotted
                      parts={[person.roles.join(', '), person.teams.map(({ name }) => name).join(', ')]}
                    />
                  </Stack>
                </Td>
                <Td wide className="text-soft">
                  {person.roles.join(', ')}
                </Td>
                <Td wide className="max-w-72 text-soft">
                  {person.teams.map(({ name }) => name).join(', ')}
                </Td>
                <Td wide className="whitespace-nowrap text-soft">
                  {person.lastSeenAt ? <Ago at={person.lastSeenAt} /> : 'never'}
                </Td>
                <Td className="text-right">
                  {can(actor, 'people.write') &&
                    person.id !== actor.personId &&
                    (person.disabledAt ? (
                      <Confirm
                        key="enable"
                        label="Enable"
                        about={person.name}
                        action={enablePersonAction.bind(null, person.id)}
                        button="Enable person"
                        busy="Enabling…"
                        tone="primary"
                        says={`${person.name} can sign in again, with the teams that their groups give.`}
                      />
                    ) : (
                      <Confirm
                        key="disable"
                        label="Disable"
                        about={person.name}
                        action={disablePersonAction.bind(null, person.id)}
                        button="Disable person"
                        busy="Disabling…"
                        says={`${person.name} is signed out everywhere at once${
                          person.openSessions > 0 ? ` (${count(person.openSessions, 'session')})` : ''
                        }, their API tokens stop, and they can’t sign in. Their access on clusters ends at the identity provider.`}
                      />
                    ))}
                </Td>
              </Tr>
            ))}
          </Table>
        </Section>
        <Pager
          shown={view.people.length}
          total={view.peopleTotal}
          next={view.nextCursor === null ? null : addressOf('/admin/roles', { q, cursor: view.nextCursor })}
          first={cursor === undefined ? null : addressOf('/admin/roles', { q })}
        />
      </div>
    </>
  );
}

/** Says that a list is cut short, and what finds the rest; undefined when it is not. */
function shownOf(shown: number, all: number): string | undefined {
  return shown === all ? undefined : `${String(shown)} of ${figure(all)}; search for the others`;
}
