import { ServiceFields } from '../../../../components/people/service-fields.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit } from '../../../../components/ui/form.tsx';
import type { ServiceView } from '../../../../lib/queries/types.ts';
import { updateServiceAction } from '../actions.ts';

/** Everything that a service says of itself, to change. */
export function EditService({ service }: { service: ServiceView }) {
  return (
    <DialogButton label="Edit service" title={`Edit ${service.name}`}>
      <ActionForm
        action={updateServiceAction.bind(null, service.slug, service.version)}
        label="Edit service"
        className="grid gap-4"
      >
        <ServiceFields service={service} />
        <div>
          <Submit busy="Saving…">Save</Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
