import { DialogButton } from '../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit, TextArea } from '../../../components/ui/form.tsx';
import { portsText } from '../../../lib/domain/network/index.ts';
import type { NetworkEdge, NetworkNode } from '../../../lib/domain/network/index.ts';
import { endConnectionAction } from './actions.ts';

/** Ends a connection, from either side; what stops is said before it is done. */
export function EndConnection({
  edge,
  nodes,
}: {
  edge: NetworkEdge & { connectionId: string };
  nodes: readonly NetworkNode[];
}) {
  const title = (id: string) => nodes.find((node) => node.id === id)?.title ?? id;
  const [from, to] = [title(edge.from), title(edge.to)];
  return (
    <DialogButton
      label={
        <>
          End
          <span className="sr-only">
            {' '}
            the connection from {from} to {to}
          </span>
        </>
      }
      title={`End the connection from ${from} to ${to}`}
      tone="quiet"
      size="sm"
    >
      <ActionForm
        action={endConnectionAction.bind(null, edge.connectionId)}
        label={`End the connection from ${from} to ${to}`}
        className="grid gap-4"
      >
        <p>
          {from} will no longer reach {to} on {portsText(edge.ports)}: both rules go within seconds, and
          connections that are open may break. Either team can do this without the other; both read it in
          their audit. To open it again, somebody asks again.
        </p>
        <TextArea name="reason" label="Why" optional rows={2} idPrefix={`end-${edge.connectionId}`} />
        <div>
          <Submit tone="danger" busy="Ending…">
            End connection
          </Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
