'use client';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit } from '../../../../components/ui/form.tsx';
import type { FormAction } from '../../../../components/ui/form-state.ts';

/** A small act that wants a second thought. Made in the browser: for each of hundreds of rows, only its words are sent. */
export function Confirm({
  label,
  about,
  action,
  button,
  busy,
  tone = 'danger',
  says,
}: {
  label: string;
  /** What it is done to; with the label, the dialog's title. */
  about: string;
  action: FormAction;
  button: string;
  busy: string;
  tone?: 'danger' | 'primary';
  /** What will be so afterwards. */
  says: string;
}) {
  return (
    <DialogButton
      label={
        <>
          {label}
          <span className="sr-only"> {about}</span>
        </>
      }
      title={`${label} ${about}`}
      tone="quiet"
      size="sm"
    >
      <ActionForm action={action} label={`${label} ${about}`} className="grid gap-4">
        <p>{says}</p>
        <div>
          <Submit tone={tone} busy={busy}>
            {button}
          </Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
