import { ActionForm, Submit, TextArea, TextField } from '../../../../../components/ui/form.tsx';
import type { NamespaceView } from '../../../../../lib/queries/types.ts';
import { deleteNamespaceAction } from './actions.ts';

/** The one act that can't be undone: explained, and confirmed by the name. */
export function DeleteForm({ view }: { view: NamespaceView }) {
  return (
    <ActionForm
      action={deleteNamespaceAction.bind(null, view.cluster.name, view.name)}
      label="Delete this namespace"
      className="grid gap-4"
    >
      <p>
        Everything in <strong>{view.name}</strong> on {view.cluster.displayName} is deleted: workloads,
        configuration, and the data of its volumes. It can’t be undone. A maintainer’s word is enough; from
        anybody else, a maintainer has to agree first. The name becomes free when the cluster confirms that it
        is gone.
      </p>
      <TextField
        name="confirmName"
        label={`Type ${view.name} to confirm`}
        idPrefix="delete"
        required
        spellCheck={false}
      />
      <TextArea name="reason" label="Why" optional rows={2} idPrefix="delete" />
      <div>
        <Submit tone="danger" busy="Deleting…">
          Delete namespace
        </Submit>
      </div>
    </ActionForm>
  );
}
