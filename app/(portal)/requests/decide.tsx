'use client';
import { DialogButton } from '../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit, TextArea } from '../../../components/ui/form.tsx';
import { approveAction, askBackAction, rejectAction } from './actions.ts';

/** "change refunds-dev on harbor-dev": what is asked, after a verb. */
const inSentence = (title: string): string =>
  title.replace(/^(Change|Delete) /, (verb) => verb.toLowerCase());

/**
 * Approve, reject, ask back: each with a word. `verbs` are those that the reader may use now. Made in the browser's half: a list of twenty
 * would be sent sixty forms else.
 */
export function Decide({
  number,
  resultHash,
  title,
  verbs,
}: {
  number: number;
  resultHash: string;
  title: string;
  verbs: string[];
}) {
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {verbs.includes('approve') && (
        <DialogButton label="Approve" title={`Approve: ${inSentence(title)}`} tone="primary">
          <ActionForm
            action={approveAction.bind(null, number, resultHash)}
            label="Approve this request"
            className="grid gap-4"
          >
            <p className="text-soft">
              Your yes binds to exactly what you were shown. If it changes before everybody has said yes, you
              are asked again.
            </p>
            <TextArea
              name="comment"
              label="A word with it"
              optional
              rows={2}
              idPrefix={`approve-${String(number)}`}
            />
            <div>
              <Submit busy="Approving…">Confirm approval</Submit>
            </div>
          </ActionForm>
        </DialogButton>
      )}
      {verbs.includes('reject') && (
        <DialogButton label="Reject" title={`Reject: ${inSentence(title)}`} tone="danger">
          <ActionForm
            action={rejectAction.bind(null, number)}
            label="Reject this request"
            className="grid gap-4"
          >
            <TextArea
              name="comment"
              label="Why"
              required
              rows={3}
              hint="The person who asked reads it: say what would have to be different."
              idPrefix={`reject-${String(number)}`}
            />
            <div>
              <Submit busy="Rejecting…" tone="danger">
                Confirm rejection
              </Submit>
            </div>
          </ActionForm>
        </DialogButton>
      )}
      {verbs.includes('ask-for-answer') && (
        <DialogButton label="Ask back" title={`Ask back: ${inSentence(title)}`}>
          <ActionForm action={askBackAction.bind(null, number)} label="Ask back" className="grid gap-4">
            <TextArea
              name="question"
              label="Question"
              required
              rows={3}
              hint="The request waits until it is answered."
              idPrefix={`ask-back-${String(number)}`}
            />
            <div>
              <Submit busy="Asking…">Send question</Submit>
            </div>
          </ActionForm>
        </DialogButton>
      )}
    </div>
  );
}
