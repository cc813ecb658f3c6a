'use client';
import { useState } from 'react';
import { ActionForm, Checks, Submit, TextField } from '../ui/form.tsx';
import type { FormAction } from '../ui/form-state.ts';
import { CodeBlock } from '../ui/yaml.tsx';

/** Makes an API token and shows its text once. */
export function TokenForm({
  action,
  days,
  approves,
}: {
  action: FormAction;
  /** The usual expiry and its bounds, ISO days. */
  days: { first: string; usual: string };
  approves: boolean;
}) {
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <div className="grid gap-4">
      <ActionForm
        action={action}
        label="New token"
        className="grid max-w-xl gap-4"
        onSaved={(state) => setSecret(state.secret ?? null)}
      >
        <TextField
          name="name"
          label="Token name"
          idPrefix="token"
          required
          hint="What uses it: you recognise it by this when you revoke it."
        />
        <Checks
          name="scopes"
          legend="What it may do"
          options={[
            { value: 'read', label: 'Read', hint: 'what you may see', checked: true },
            { value: 'write', label: 'Write', hint: 'ask, change and delete as you' },
            ...(approves ? [{ value: 'approve', label: 'Approve', hint: 'decide requests as you' }] : []),
          ]}
        />
        <TextField
          name="expiresAt"
          label="Expires on"
          type="date"
          idPrefix="token"
          required
          min={days.first}
          defaultValue={days.usual}
        />
        <div>
          <Submit busy="Creating…">Create token</Submit>
        </div>
      </ActionForm>
      {secret && <CodeBlock text={secret} label="new token" wrap />}
    </div>
  );
}
