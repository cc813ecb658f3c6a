import type { ReactNode } from 'react';
import { DialogButton } from '../ui/dialog-button.tsx';
import { ActionForm, Submit, TextArea, TextField } from '../ui/form.tsx';
import type { FormAction } from '../ui/form-state.ts';

/**
 * Takes a name from whoever has it. `children` say what stops with it. `typed`: against the holder's will, so the name is typed and the
 * reason is owed.
 */
export function TakeAwayDialog({
  name,
  verb,
  title,
  submit,
  busy,
  tone,
  action,
  idPrefix,
  typed = false,
  children,
}: {
  name: string;
  /** What the button says; the name follows for screen readers. */
  verb: string;
  title: string;
  submit: string;
  busy: string;
  tone: 'quiet' | 'danger';
  action: FormAction;
  idPrefix: string;
  typed?: boolean;
  children: ReactNode;
}) {
  return (
    <DialogButton
      label={
        <>
          {verb}
          <span className="sr-only"> {name}</span>
        </>
      }
      title={title}
      tone={tone}
      size="sm"
    >
      <ActionForm action={action} label={title} className="grid gap-4">
        <p>{children}</p>
        {typed ? (
          <>
            <TextField
              name="confirmHost"
              label={`Type ${name} to confirm`}
              idPrefix={idPrefix}
              required
              spellCheck={false}
            />
            <TextArea
              name="reason"
              label="Why"
              rows={2}
              required
              idPrefix={idPrefix}
              hint="The team that loses the name reads it."
            />
          </>
        ) : (
          <TextArea name="reason" label="Why" optional rows={2} idPrefix={idPrefix} />
        )}
        <div>
          <Submit tone="danger" busy={busy}>
            {submit}
          </Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
