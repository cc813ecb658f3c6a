'use client';
import { useState } from 'react';
import { Button } from './button.tsx';

/** Copies `text`; says that it did, or selects nothing and says why it could not. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('done');
    } catch {
      setState('failed');
    }
    setTimeout(() => setState('idle'), 2500);
  }
  return (
    <>
      <Button size="sm" onClick={copy} aria-label={label}>
        {state === 'done' ? 'Copied' : state === 'failed' ? 'Select it instead' : 'Copy'}
      </Button>
      <span role="status" className="sr-only">
        {state === 'done' ? 'Copied' : state === 'failed' ? 'The browser did not allow copying.' : ''}
      </span>
    </>
  );
}
