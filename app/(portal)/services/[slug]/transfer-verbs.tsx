import { TeamField } from '../../../../components/catalog/team-field.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit, TextArea } from '../../../../components/ui/form.tsx';
import { count } from '../../../../components/ui/format.ts';
import type { TransferView } from '../../../../lib/queries/types.ts';
import {
  acceptAction,
  declineAction,
  disownAction,
  routeAction,
  withdrawAction,
} from './ownership-actions.ts';

/** What the reader may do about a service whose owner is in question. */
export function TransferVerbs({ transfer }: { transfer: TransferView }) {
  const { id, service, from, to, namespaces, may } = transfer;
  const places = namespaces === 0 ? '' : ` with ${count(namespaces, 'namespace')}`;
  return (
    <div className="flex flex-wrap gap-2">
      {may.accept && to !== null && (
        <DialogButton label="Accept" title={`Take ${service.name} over`} tone="primary" size="sm">
          <ActionForm
            action={acceptAction.bind(null, id)}
            label={`Take ${service.name} over`}
            className="grid gap-4"
          >
            <p>
              {service.name} goes to {to.name}
              {places}. The people of {from.name} lose their access to them, those of {to.name} get it; hosts
              and connections come along.
            </p>
            <div>
              <Submit busy="Taking over…">Take it over</Submit>
            </div>
          </ActionForm>
        </DialogButton>
      )}
      {may.route && <Route slug={service.slug} name={service.name} />}
      {may.decline && (
        <DialogButton label="Decline" title={`Decline ${service.name}`} size="sm">
          <ActionForm
            action={declineAction.bind(null, id)}
            label={`Decline ${service.name}`}
            className="grid gap-4"
          >
            <TextArea
              name="comment"
              label="Why not"
              required
              rows={3}
              hint={`${from.name} keeps it, and reads this.`}
              idPrefix={`decline-${id}`}
            />
            <div>
              <Submit busy="Declining…">Decline it</Submit>
            </div>
          </ActionForm>
        </DialogButton>
      )}
      {may.withdraw && (
        <ActionForm action={withdrawAction.bind(null, id)} label={`Keep ${service.name}`}>
          <Submit tone="quiet" size="sm" busy="Keeping…">
            Keep it with {from.name}
          </Submit>
        </ActionForm>
      )}
    </div>
  );
}

/** Names the team that a service is to go to. */
export function Route({ slug, name }: { slug: string; name: string }) {
  return (
    <DialogButton
      label={
        <>
          Name its team<span className="sr-only"> ({name})</span>
        </>
      }
      title={`Whose is ${name}?`}
      size="sm"
    >
      <ActionForm action={routeAction.bind(null, slug)} label={`Whose is ${name}?`} className="grid gap-4">
        <TeamField
          label="Team"
          idPrefix={`route-${slug}`}
          hint="Its short name. One of its maintainers then takes the service over, or says why not."
        />
        <TextArea name="reason" label="Why" optional rows={2} idPrefix={`route-${slug}`} />
        <div>
          <Submit busy="Asking…">Ask this team</Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}

/** "Not ours": the way to another team. */
export function NotOurs({ slug, name }: { slug: string; name: string }) {
  return (
    <DialogButton label="Not ours" title={`${name} isn’t yours?`} tone="quiet" size="sm">
      <ActionForm action={disownAction.bind(null, slug)} label={`${name} isn’t ours`} className="grid gap-4">
        <p className="text-soft">
          The whole service goes to the team that takes it, with its namespaces. Until then it stays yours.
        </p>
        <TeamField
          label="Whose is it?"
          optional
          idPrefix={`disown-${slug}`}
          hint="The team’s short name. Leave it empty if you don’t know: an administrator finds out."
        />
        <TextArea
          name="reason"
          label="Why"
          required
          rows={3}
          idPrefix={`disown-${slug}`}
          hint="Whoever is asked next reads it."
        />
        <div>
          <Submit busy="Asking…">Look for its team</Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
