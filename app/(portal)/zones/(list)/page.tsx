import type { Metadata } from 'next';
import Link from 'next/link';
import { ZoneFields } from '../../../../components/hosts/zone-fields.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { FilterBar } from '../../../../components/ui/filter-bar.tsx';
import { ActionForm, Submit, TextField } from '../../../../components/ui/form.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Pager } from '../../../../components/ui/pager.tsx';
import { PageHeader, Panel } from '../../../../components/ui/surface.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../../../../components/ui/table.tsx';
import { can } from '../../../../lib/auth/permissions.ts';
import { requireActor } from '../../../../lib/auth/session.ts';
import { clusterChoices, teamChoices } from '../../../../lib/queries/choices.ts';
import { listZones } from '../../../../lib/queries/zones.ts';
import { load } from '../../../load.ts';
import { addressOf, one } from '../../../search-params.ts';
import { createZoneAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Zones' };

/** All zones: the suffixes from which host names are handed out. */
export default async function ZonesPage({ searchParams }: PageProps<'/zones'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const q = one(query['q']);
  const cluster = one(query['cluster']);
  const cursor = one(query['cursor']);
  const [page, clusters, teams] = await Promise.all([
    load(listZones(actor, { q, cluster, cursor })),
    clusterChoices(actor),
    teamChoices(actor),
  ]);
  const filtered = q !== undefined || cluster !== undefined;
  return (
    <>
      <Live topics={['zone']} />
      <PageHeader
        title="Zones"
        description="Suffixes of host names. An administrator delegates names of a zone to teams; a team’s maintainers take hosts below them without asking anybody."
        actions={
          can(actor, 'zone.write') && (
            <DialogButton label="New zone" title="New zone" tone="primary">
              <ActionForm action={createZoneAction} label="New zone" className="grid gap-4">
                <TextField
                  name="suffix"
                  label="Suffix"
                  idPrefix="zone"
                  required
                  spellCheck={false}
                  hint="Such as apps.example.com. Zones never lie within each other, and the suffix can’t be changed later."
                />
                <ZoneFields clusters={clusters} teams={teams} />
                <div>
                  <Submit busy="Creating…">Create zone</Submit>
                </div>
              </ActionForm>
            </DialogButton>
          )
        }
      />
      <FilterBar
        path="/zones"
        search={{ label: 'Search zones', placeholder: 'Suffix or description', value: q ?? '' }}
        filters={[
          {
            name: 'cluster',
            label: 'Cluster',
            value: cluster ?? '',
            options: clusters.map(({ name, displayName }) => ({ value: name, label: displayName })),
          },
        ]}
      />
      <Panel flush>
        {page.rows.length === 0 ? (
          <Empty
            title={filtered ? 'No zone fits' : 'There are no zones yet'}
            action={filtered && <ButtonLink href="/zones">Show all</ButtonLink>}
          >
            {filtered
              ? 'Try fewer or other words.'
              : 'Without a zone no team can publish a host name. An administrator makes the first one.'}
          </Empty>
        ) : (
          <Table
            caption="Zones"
            head={
              <>
                <Th>Zone</Th>
                <Th wide>Owner</Th>
                <Th wide>Clusters</Th>
                <Th wide className="text-right">
                  Delegated
                </Th>
                <Th wide className="text-right">
                  Hosts
                </Th>
              </>
            }
          >
            {page.rows.map((zone) => (
              <Tr key={zone.id}>
                <Td className="min-w-44 wrap-anywhere">
                  <Link
                    href={`/zones/${zone.suffix}`}
                    prefetch={false}
                    className="covers font-mono text-xs font-medium wrap-anywhere hover:underline"
                  >
                    {zone.suffix}
                  </Link>
                  {zone.description && <p className="line-clamp-1 text-xs text-soft">{zone.description}</p>}
                  <Stack>
                    <Dotted
                      parts={[
                        zone.owner?.name ?? 'Platform team',
                        zone.clusters.map(({ displayName }) => displayName).join(', '),
                        count(zone.hosts, 'host'),
                      ]}
                    />
                  </Stack>
                </Td>
                <Td wide className="text-soft">
                  {zone.owner?.name ?? 'Platform team'}
                </Td>
                <Td wide className="text-soft">
                  {zone.clusters.map(({ displayName }) => displayName).join(', ')}
                </Td>
                <Td wide className="num text-right text-soft">
                  {zone.delegations}
                </Td>
                <Td wide className="num text-right text-soft">
                  {zone.hosts}
                </Td>
              </Tr>
            ))}
          </Table>
        )}
      </Panel>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/zones', { q, cluster, cursor: page.nextCursor })}
        first={cursor === undefined ? null : addressOf('/zones', { q, cluster })}
      />
    </>
  );
}
