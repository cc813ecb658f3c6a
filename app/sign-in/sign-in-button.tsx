'use client';
import { useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { signInUrl } from '../../lib/auth/browser.ts';

/** Leads to the identity provider and comes back to `callbackUrl`. */
export function SignInButton({ provider, callbackUrl }: { provider: string; callbackUrl: string }) {
  const [state, setState] = useState<'idle' | 'going' | 'failed'>('idle');
  async function signIn() {
    setState('going');
    try {
      window.location.assign(await signInUrl(callbackUrl));
    } catch {
      setState('failed');
    }
  }
  return (
    <>
      <Button
        tone="primary"
        className="min-h-11 w-full text-base"
        onClick={signIn}
        disabled={state === 'going'}
      >
        {state === 'going' ? 'Going there…' : `Sign in with ${provider}`}
      </Button>
      <p role="alert" className={state === 'failed' ? 'mt-3 text-bad' : undefined}>
        {state === 'failed' ? 'Berth could not begin the sign-in. Check your connection, and try again.' : ''}
      </p>
    </>
  );
}
