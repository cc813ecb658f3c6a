'use client';
import { useState } from 'react';
import { AccessEditor, type AccessRow } from '../../../../../components/ask/access-editor.tsx';
import { OWN_FIGURES } from '../../../../../components/ask/figures.ts';
import { selectClass } from '../../../../../components/ui/field-class.ts';
import { ActionForm, FieldErrors, Submit, TextArea, TextField } from '../../../../../components/ui/form.tsx';
import type { FormAction } from '../../../../../components/ui/form-state.ts';

/** What can be changed of a namespace. Unchanged parts are sent as they are: the server finds what differs. */
export function ChangeForm({
  action,
  purpose,
  contact,
  expiresAt,
  quota,
  access,
  roles,
}: {
  action: FormAction;
  purpose: string;
  contact: string | null;
  expiresAt: string | null;
  quota: Record<string, string>;
  access: AccessRow[];
  roles: readonly string[];
}) {
  const [size, setSize] = useState('');
  return (
    <ActionForm action={action} label="Change this namespace" className="grid gap-4">
      <TextField name="purpose" label="Purpose" idPrefix="change" defaultValue={purpose} />
      <div>
        <label htmlFor="change-size" className="mb-1 block text-sm font-medium">
          Size
        </label>
        <select
          id="change-size"
          name="size"
          value={size}
          onChange={(event) => setSize(event.target.value)}
          className={selectClass}
        >
          <option value="">As it is</option>
          <option value="S">S: 1 CPU, 2 GiB</option>
          <option value="M">M: 4 CPU, 8 GiB</option>
          <option value="L">L: 16 CPU, 32 GiB</option>
          <option value="custom">Own figures</option>
        </select>
      </div>
      {size === 'custom' && (
        <div className="grid grid-cols-2 gap-3">
          {OWN_FIGURES.map((figure) => (
            <TextField
              key={figure.key}
              name={`quota.${figure.key}`}
              label={figure.label}
              idPrefix="change"
              defaultValue={quota[figure.key] ?? ''}
            />
          ))}
        </div>
      )}
      <FieldErrors>
        {(errors) => <AccessEditor rows={access} roles={roles} groups={[]} errors={errors} />}
      </FieldErrors>
      <TextField
        name="contact"
        label="Contact"
        optional
        idPrefix="change"
        hint="Who is called when it burns; the team’s contact when empty."
        defaultValue={contact ?? ''}
      />
      {expiresAt !== null && (
        <>
          <input type="hidden" name="expiresAtBefore" value={expiresAt.slice(0, 10)} />
          <TextField
            name="expiresAt"
            label="Expires on"
            type="date"
            idPrefix="change"
            defaultValue={expiresAt.slice(0, 10)}
          />
        </>
      )}
      <TextArea name="reason" label="Why" optional rows={2} idPrefix="change" />
      <div className="flex items-center gap-3">
        <Submit busy="Sending…">Send change</Submit>
        <p className="text-xs text-faint">Inside the guardrails it is made at once.</p>
      </div>
    </ActionForm>
  );
}
