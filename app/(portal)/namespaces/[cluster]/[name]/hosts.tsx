import Link from 'next/link';
import { HostTable } from '../../../../../components/hosts/host-table.tsx';
import { HostUses, StaleUses } from '../../../../../components/hosts/host-uses.tsx';
import { DelegationList } from '../../../../../components/hosts/delegation-list.tsx';
import { TakeAwayDialog } from '../../../../../components/hosts/take-away-dialog.tsx';
import { DialogButton } from '../../../../../components/ui/dialog-button.tsx';
import { Empty } from '../../../../../components/ui/empty.tsx';
import { ActionForm, Submit, TextArea } from '../../../../../components/ui/form.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { Section } from '../../../../../components/ui/surface.tsx';
import type { HostRow, NamespaceHostsView, NamespaceView } from '../../../../../lib/queries/types.ts';
import { releaseHostAction, revokeHostAction, takeHostsAction } from './host-actions.ts';

/** The hosts of a namespace: what it holds, what uses them now, and what it may take. */
export function Hosts({ view, hosts }: { view: NamespaceView; hosts: NamespaceHostsView }) {
  const stale = hosts.stale ?? [];
  return (
    <div className="grid gap-7">
      {stale.length > 0 && (
        <Notice
          tone="warn"
          title={
            stale.length === 1
              ? 'One object uses a host that is not granted'
              : `${String(stale.length)} objects use hosts that are not granted`
          }
        >
          They were allowed once, or stood there before, and keep serving: Berth deletes nothing of a team’s.
          Any change of their hosts is refused. See below what removes them.
        </Notice>
      )}
      <Section
        title="Hosts"
        hint={`${String(hosts.hosts.filter(({ state }) => state === 'active').length)} of at most ${String(hosts.mostHosts)}`}
        actions={
          hosts.may.take && (
            <DialogButton label="Take hosts" title={`Take hosts for ${view.name}`} tone="primary" size="sm">
              <TakeForm view={view} hosts={hosts} />
            </DialogButton>
          )
        }
        flush
      >
        {hosts.hosts.length === 0 ? (
          <Empty title="No host is granted to this namespace">
            Until one is, the cluster refuses every Ingress and route in it.
          </Empty>
        ) : (
          <HostTable
            rows={hosts.hosts}
            caption={`Hosts of ${view.name}`}
            without={['team', 'namespace']}
            below={(row) => row.uses && <Uses row={row} uses={row.uses} />}
            actions={(row) =>
              row.state === 'active' && (
                <span className="inline-flex flex-wrap justify-end gap-2">
                  {hosts.may.take && <ReleaseHost view={view} row={row} />}
                  {hosts.may.revoke && <RevokeHost view={view} row={row} />}
                </span>
              )
            }
          />
        )}
      </Section>
      {stale.length > 0 && (
        <Section title="Used, but not granted" hint="With the command that ends it">
          <StaleUses uses={stale} />
        </Section>
      )}
      <Section title="What the team may take hosts from" hint={`On ${view.cluster.displayName}`} flush>
        {hosts.delegations.length === 0 ? (
          <Empty title={`Nothing is delegated to ${view.team.name}`}>
            {hosts.zones.length === 0
              ? 'This cluster serves no zone yet. An administrator makes one.'
              : `Names of ${hosts.zones.join(', ')} can be asked for; each needs the yes of its zone’s owner.`}
          </Empty>
        ) : (
          <DelegationList
            rows={hosts.delegations}
            label={`Delegations of ${view.team.name}`}
            without="team"
          />
        )}
      </Section>
    </div>
  );
}

function Uses({
  row,
  uses,
}: {
  row: HostRow;
  uses: NonNullable<NamespaceHostsView['hosts'][number]['uses']>;
}) {
  if (uses.length > 0) return <HostUses uses={uses} label={`What uses ${row.name}`} />;
  return row.state === 'active' ? <p className="mt-1 text-xs text-faint">Nothing uses it yet.</p> : null;
}

function TakeForm({ view, hosts }: { view: NamespaceView; hosts: NamespaceHostsView }) {
  const own = hosts.delegations.map(({ host }) => host);
  return (
    <ActionForm
      action={takeHostsAction.bind(null, view.cluster.name, view.name)}
      label="Take hosts"
      className="grid gap-4"
    >
      <p className="text-soft">
        {own.length > 0 ? (
          <>
            Names within <span className="font-mono text-xs">{own.join(', ')}</span> are granted at once.
            Others need the yes of their zone’s owner.
          </>
        ) : (
          <>
            Nothing is delegated to {view.team.name} on this cluster, so each name needs the yes of its zone’s
            owner. See the{' '}
            <Link href="/zones" className="link">
              zones
            </Link>
            .
          </>
        )}
      </p>
      <TextArea
        name="hosts"
        label="Hosts"
        idPrefix="take"
        rows={3}
        required
        spellCheck={false}
        hint="One a line: shop.example.com, *.shop.example.com for all below it, or shop.example.com/cart for a path."
      />
      <TextArea name="reason" label="Why" optional rows={2} idPrefix="take" />
      <div>
        <Submit busy="Taking…">Take hosts</Submit>
      </div>
    </ActionForm>
  );
}

function ReleaseHost({ view, row }: { view: NamespaceView; row: HostRow }) {
  return (
    <TakeAwayDialog
      name={row.name}
      verb="Give back"
      title={`Give ${row.name} back`}
      submit="Give back"
      busy="Giving back…"
      tone="quiet"
      action={releaseHostAction.bind(null, view.cluster.name, view.name, row.name)}
      idPrefix={`release-${row.id}`}
    >
      The cluster refuses new routes for {row.name} within seconds. What serves it now keeps serving until
      somebody removes it. For 7 days after that only this service can take the name again; then it is free
      for whoever it is delegated to.
    </TakeAwayDialog>
  );
}

function RevokeHost({ view, row }: { view: NamespaceView; row: HostRow }) {
  return (
    <TakeAwayDialog
      name={row.name}
      verb="Take away"
      title={`Take ${row.name} away from ${view.name}`}
      submit="Take away"
      busy="Taking away…"
      tone="danger"
      action={revokeHostAction.bind(null, view.cluster.name, view.name, row.name)}
      idPrefix={`away-${row.id}`}
      typed
    >
      Against the team’s will. The cluster refuses new routes for it within seconds; what serves it now keeps
      serving until its owner removes it, and this page says what that is.
    </TakeAwayDialog>
  );
}
