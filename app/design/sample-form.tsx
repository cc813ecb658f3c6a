'use client';
import type { ComponentProps } from 'react';
import { ActionForm } from '../../components/ui/form.tsx';
import type { FormAction } from '../../components/ui/form-state.ts';

/** The answers of a server, given in the browser: samples have no data behind them, and the server no door for them. */
const ANSWERS: Record<'saved' | 'refused', FormAction> = {
  saved: () => Promise.resolve({ outcome: 'saved', message: 'Saved.', fieldErrors: {}, values: {} }),
  refused: (_state, data) => {
    const name = data.get('name');
    return Promise.resolve({
      outcome: 'failed',
      message: 'Not done yet: one field needs a look.',
      fieldErrors: {
        name: 'A name has lower-case letters, digits and hyphens only, such as “ledger-prod”.',
      },
      values: { name: typeof name === 'string' ? name : '' },
    });
  },
};

/** A form that is always answered in the same way. */
export function SampleForm({
  answer,
  ...form
}: { answer: keyof typeof ANSWERS } & Omit<ComponentProps<typeof ActionForm>, 'action'>) {
  return <ActionForm action={ANSWERS[answer]} {...form} />;
}
