import type { Metadata } from 'next';
import Link from 'next/link';
import { DelegationList } from '../../../../components/hosts/delegation-list.tsx';
import { HostTable } from '../../../../components/hosts/host-table.tsx';
import { ZoneFields } from '../../../../components/hosts/zone-fields.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { ActionForm, SelectField, Submit, TextArea, TextField } from '../../../../components/ui/form.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Columns, Fact, Facts, PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { clusterChoices, teamChoices } from '../../../../lib/queries/choices.ts';
import { listHosts } from '../../../../lib/queries/hosts.ts';
import type { ZoneView } from '../../../../lib/queries/types.ts';
import { getZone } from '../../../../lib/queries/zones.ts';
import { load } from '../../../load.ts';
import { archiveZoneAction, delegateHostAction, updateZoneAction } from '../actions.ts';
import { RevokeDelegation } from '../revoke-delegation.tsx';

type Props = PageProps<'/zones/[suffix]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).suffix) };
}

/** One zone: what of it is delegated to whom, and which hosts are held below it. */
export default async function ZonePage({ params }: Props) {
  const actor = await requireActor();
  const suffix = decodeURIComponent((await params).suffix);
  const [zone, hosts, teams, clusters] = await Promise.all([
    load(getZone(actor, suffix)),
    load(listHosts(actor, { zone: suffix })),
    teamChoices(actor),
    clusterChoices(actor),
  ]);
  return (
    <>
      <Live topics={['zone', 'team', 'namespace']} />
      <PageHeader
        kicker="Zone"
        title={zone.suffix}
        description={zone.description}
        actions={
          <>
            {zone.may.delegate && (
              <DialogButton
                label="Delegate a name"
                title={`Delegate a name of ${zone.suffix}`}
                tone="primary"
              >
                <DelegateForm zone={zone} teams={teams} />
              </DialogButton>
            )}
            {zone.may.change && (
              <>
                <DialogButton label="Edit" title={`Edit ${zone.suffix}`}>
                  <ActionForm
                    action={updateZoneAction.bind(null, zone.suffix, zone.version)}
                    label="Edit zone"
                    className="grid gap-4"
                  >
                    <ZoneFields clusters={clusters} teams={teams} zone={zone} />
                    <div>
                      <Submit busy="Saving…">Save</Submit>
                    </div>
                  </ActionForm>
                </DialogButton>
                <DialogButton label="Archive" title={`Archive ${zone.suffix}`} tone="danger">
                  <ArchiveForm suffix={zone.suffix} />
                </DialogButton>
              </>
            )}
          </>
        }
      />
      <Columns
        rail={
          <Section title="About it" plain>
            <Facts>
              <Fact name="Owner">
                {zone.owner ? (
                  <Link href={`/teams/${zone.owner.slug}`} className="link">
                    {zone.owner.name}
                  </Link>
                ) : (
                  'The platform team'
                )}
                <p className="text-xs text-soft">says yes to names that nobody was given</p>
              </Fact>
              <Fact name="Clusters">
                {zone.clusters.length === 0 && 'none yet: no host of it can be taken'}
                {zone.clusters.map((cluster) => (
                  <div key={cluster.name}>
                    <Link
                      href={`/clusters/${cluster.name}`}
                      className="link inline-flex min-h-6 items-center"
                    >
                      {cluster.displayName}
                    </Link>
                  </div>
                ))}
              </Fact>
              <Fact name="Created">
                <Ago at={zone.createdAt} />
              </Fact>
            </Facts>
          </Section>
        }
      >
        <Section title="Delegated to teams" hint={count(zone.delegations, 'delegation')} flush>
          {zone.delegationRows.length === 0 ? (
            <Empty title="Nothing is delegated yet">
              Each host of this zone needs its owner’s yes until a name is delegated to a team.
            </Empty>
          ) : (
            <DelegationList
              rows={zone.delegationRows}
              label={`Delegations of ${zone.suffix}`}
              without="zone"
              actions={(row) => zone.may.delegate && <RevokeDelegation row={row} />}
            />
          )}
        </Section>
        <Section
          title="Hosts"
          hint={count(hosts.total, 'host')}
          actions={
            hosts.nextCursor !== null && (
              <ButtonLink
                size="sm"
                href={`/hosts?zone=${zone.suffix}`}
              >{`All ${String(hosts.total)}`}</ButtonLink>
            )
          }
          flush
        >
          {hosts.rows.length === 0 ? (
            <Empty title="No host of it is taken" />
          ) : (
            <HostTable rows={hosts.rows} caption={`Hosts of ${zone.suffix}`} without={['delegation']} />
          )}
        </Section>
      </Columns>
    </>
  );
}

function DelegateForm({ zone, teams }: { zone: ZoneView; teams: readonly { slug: string; name: string }[] }) {
  return (
    <ActionForm action={delegateHostAction} label="Delegate a name" className="grid gap-4">
      <TextField
        name="host"
        label="Name"
        idPrefix="delegate"
        required
        spellCheck={false}
        hint={`*.team.${zone.suffix} is everything below team.${zone.suffix}; without the asterisk, that name alone.`}
      />
      <SelectField
        name="team"
        label="Team"
        idPrefix="delegate"
        options={[
          { value: '', label: 'Choose…' },
          ...teams.map(({ slug, name }) => ({ value: slug, label: name })),
        ]}
      />
      <TextArea name="reason" label="Why" optional rows={2} idPrefix="delegate" />
      <div>
        <Submit busy="Delegating…">Delegate</Submit>
      </div>
    </ActionForm>
  );
}

function ArchiveForm({ suffix }: { suffix: string }) {
  return (
    <ActionForm action={archiveZoneAction.bind(null, suffix)} label="Archive zone" className="grid gap-4">
      <p>
        Nobody can take a host of {suffix} any more. What is delegated from it has to be taken back first. Its
        history stays in the audit.
      </p>
      <TextField
        name="confirmSuffix"
        label={`Type ${suffix} to confirm`}
        idPrefix="archive"
        required
        spellCheck={false}
      />
      <div>
        <Submit tone="danger" busy="Archiving…">
          Archive zone
        </Submit>
      </div>
    </ActionForm>
  );
}
