import { NetworkMap } from '../../../../../components/network/network-map.tsx';
import { NetworkTable } from '../../../../../components/network/network-table.tsx';
import { DialogButton } from '../../../../../components/ui/dialog-button.tsx';
import { ActionForm, SelectField, Submit, TextArea, TextField } from '../../../../../components/ui/form.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { Panel, Section } from '../../../../../components/ui/surface.tsx';
import type { NamespaceView, NetworkView } from '../../../../../lib/queries/types.ts';
import { EndConnection } from '../../../network/end-connection.tsx';
import { connectAction, reachAction } from './network-actions.ts';

/** Who may talk to this namespace and whom it may reach: the drawing, the same as a table, and what can be asked for. */
export function Network({ view, network }: { view: NamespaceView; network: NetworkView }) {
  const mine = view.may.change && view.details !== null;
  return (
    <div className="grid gap-7">
      {!network.enforced && (
        <Notice tone="warn" title={`Enforcement on ${view.cluster.displayName} is not proved`}>
          Berth has written these policies, but nobody has confirmed that the cluster’s network plugin
          enforces them. An administrator confirms it on the cluster’s configuration.
        </Notice>
      )}
      {!network.complete && (
        <Notice title="You see only what concerns your teams">
          The rest of this namespace’s network is known to {view.team.name}.
        </Notice>
      )}
      <Section
        title="Who may talk to whom"
        hint="Everything that isn’t shown is closed, both ways"
        actions={
          mine && (
            <span className="flex flex-wrap gap-2">
              <DialogButton
                label="Connect a namespace"
                title={`Connect ${view.name} with another namespace`}
                size="sm"
              >
                <ConnectForm view={view} />
              </DialogButton>
              <DialogButton
                label="Add a destination"
                title={`Let ${view.name} reach a destination`}
                size="sm"
              >
                <ReachForm view={view} />
              </DialogButton>
            </span>
          )
        }
        bare
      >
        <NetworkMap picture={network} />
        <h3 className="mt-7 mb-2 text-base font-semibold max-md:sr-only">Line by line</h3>
        <Panel flush>
          <NetworkTable
            picture={network}
            caption={`Traffic of ${view.name}`}
            end={(edge) =>
              network.mayEnd.includes(edge.connectionId) && (
                <EndConnection edge={edge} nodes={network.nodes} />
              )
            }
          />
        </Panel>
      </Section>
    </div>
  );
}

function ConnectForm({ view }: { view: NamespaceView }) {
  return (
    <ActionForm
      action={connectAction.bind(null, view.cluster.name, view.name)}
      label="Connect a namespace"
      className="grid gap-4"
    >
      <p className="text-soft">
        One agreement, two rules: one lets traffic out there, one lets it in here. If the other namespace
        belongs to another team, one of its maintainers agrees first.
      </p>
      <SelectField
        name="direction"
        label="Traffic flows"
        idPrefix="connect"
        options={[
          { value: 'to', label: `from ${view.name} to the other` },
          { value: 'from', label: `from the other to ${view.name}` },
        ]}
      />
      <TextField
        name="peer"
        label="Other namespace"
        idPrefix="connect"
        required
        spellCheck={false}
        hint={`Its name on ${view.cluster.displayName}.`}
      />
      <TextField
        name="ports"
        label="Ports"
        idPrefix="connect"
        required
        hint="Of the pods that are reached, such as 8080 or 5432, 53/UDP."
      />
      <TextArea
        name="reason"
        label="Why"
        optional
        rows={2}
        idPrefix="connect"
        hint="The other team reads this."
      />
      <div>
        <Submit busy="Asking…">Connect</Submit>
      </div>
    </ActionForm>
  );
}

function ReachForm({ view }: { view: NamespaceView }) {
  return (
    <ActionForm
      action={reachAction.bind(null, view.cluster.name, view.name)}
      label="Add a destination"
      className="grid gap-4"
    >
      <TextField
        name="destination"
        label="Name"
        idPrefix="reach"
        required
        spellCheck={false}
        hint="What it is, such as bank-api: lower-case letters, digits and hyphens."
      />
      <TextField
        name="cidr"
        label="Addresses"
        idPrefix="reach"
        required
        spellCheck={false}
        hint="A block such as 203.0.113.0/24, or one address as 203.0.113.7/32."
      />
      <TextField name="ports" label="Ports" idPrefix="reach" required hint="Such as 443 or 5432, 53/UDP." />
      <TextArea name="reason" label="Why" optional rows={2} idPrefix="reach" />
      <div>
        <Submit busy="Asking…">Add destination</Submit>
      </div>
    </ActionForm>
  );
}
