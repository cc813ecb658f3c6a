'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';

/** Copies `text`; says that it did, or why it could not. */
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
      <Button tone="quiet" size="sm" onClick={copy} aria-label={label} className="bg-sunken/80">
        {state === 'done' ? (
          <Check aria-hidden className="size-3.5 text-ok" />
        ) : (
          <Copy aria-hidden className="size-3.5" />
        )}
        {state === 'done' ? 'Copied' : state === 'failed' ? 'Select it instead' : 'Copy'}
      </Button>
      <span role="status" className="sr-only">
        {state === 'done' ? 'Copied' : state === 'failed' ? 'The browser did not allow copying.' : ''}
      </span>
    </>
  );
}
