import type { Metadata } from 'next';
import Link from 'next/link';
import { TeamFields } from '../../../../components/people/team-fields.tsx';
import { Badge } from '../../../../components/ui/badge.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { FilterBar } from '../../../../components/ui/filter-bar.tsx';
import { ActionForm, Submit, TextField } from '../../../../components/ui/form.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Pager } from '../../../../components/ui/pager.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { PageHeader, Panel } from '../../../../components/ui/surface.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../../../../components/ui/table.tsx';
import { can } from '../../../../lib/auth/permissions.ts';
import { requireActor } from '../../../../lib/auth/session.ts';
import { listTeams } from '../../../../lib/queries/teams.ts';
import { load } from '../../../load.ts';
import { addressOf, one } from '../../../search-params.ts';
import { createTeamAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Teams' };

/** All teams. */
export default async function TeamsPage({ searchParams }: PageProps<'/teams'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const q = one(query['q']);
  const cursor = one(query['cursor']);
  const page = await load(
    listTeams(actor, { ...(q === undefined ? {} : { q }), ...(cursor === undefined ? {} : { cursor }) }),
  );
  return (
    <>
      <PageHeader
        title="Teams"
        description="Who owns namespaces and services. Membership comes from groups of the identity provider."
        actions={
          can(actor, 'team.create') && (
            <DialogButton label="New team" title="New team" tone="primary">
              <ActionForm action={createTeamAction} label="New team" className="grid gap-4">
                <TextField
                  name="slug"
                  label="Short name"
                  optional
                  idPrefix="team"
                  hint="Lower-case letters, digits and hyphens; made from the name when left empty."
                />
                <TeamFields budget={{ cpu: '', memory: '' }} />
                <div>
                  <Submit busy="Creating…">Create team</Submit>
                </div>
              </ActionForm>
            </DialogButton>
          )
        }
      />
      <FilterBar
        path="/teams"
        search={{ label: 'Search teams', placeholder: 'Name or description', value: q ?? '' }}
        filters={[]}
      />
      <Panel flush>
        {page.rows.length === 0 ? (
          <Empty
            title={q === undefined ? 'There are no teams yet' : 'No team fits'}
            action={q !== undefined && <ButtonLink href="/teams">Show all</ButtonLink>}
          >
            {q === undefined
              ? 'An administrator makes the first one and maps a group to it.'
              : 'Try fewer or other words.'}
          </Empty>
        ) : (
          <Table
            caption="Teams"
            head={
              <>
                <Th>Team</Th>
                <Th wide>Contact</Th>
                <Th wide className="text-right">
                  Services
                </Th>
                <Th wide className="text-right">
                  Namespaces
                </Th>
              </>
            }
          >
            {page.rows.map((team) => (
              <Tr key={team.id}>
                <Td className="min-w-44 wrap-anywhere">
                  <span className="flex flex-wrap items-center gap-x-2">
                    <Link
                      href={`/teams/${team.slug}`}
                      prefetch={false}
                      className="covers font-medium hover:underline"
                    >
                      {team.name}
                    </Link>
                    {team.myRole && <Badge tone="info">{team.myRole}</Badge>}
                    {team.archivedAt && <Badge>archived</Badge>}
                  </span>
                  {team.description && <p className="line-clamp-1 text-xs text-soft">{team.description}</p>}
                  <Stack>
                    <Dotted parts={[count(team.services, 'service'), count(team.namespaces, 'namespace')]} />
                  </Stack>
                </Td>
                <Td wide className="w-[28%] max-w-0 truncate text-soft">
                  {team.contactEmail}
                </Td>
                <Td wide className="num text-right text-soft">
                  {team.services}
                </Td>
                <Td wide className="num text-right text-soft">
                  {team.namespaces}
                </Td>
              </Tr>
            ))}
          </Table>
        )}
      </Panel>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/teams', { q, cursor: page.nextCursor })}
        first={cursor === undefined ? null : addressOf('/teams', { q })}
        exports={[
          { label: 'CSV', href: addressOf('/api/v1/teams', { q, format: 'csv' }) },
          { label: 'JSON', href: addressOf('/api/v1/teams', { q }) },
        ]}
      />
    </>
  );
}
