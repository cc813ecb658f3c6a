'use client';
import { useState } from 'react';
import { signOutUrl } from '../../lib/auth/browser.ts';

/** Ends the session here, and at the identity provider where it offers that. */
export function SignOutButton() {
  const [failed, setFailed] = useState(false);
  async function signOut() {
    setFailed(false);
    try {
      window.location.assign(await signOutUrl());
    } catch {
      setFailed(true);
    }
  }
  return (
    <>
      <button
        type="button"
        onClick={signOut}
        className="flex min-h-9 w-full items-center rounded-md px-2.5 text-left text-sm hover:bg-sunken"
      >
        Sign out
      </button>
      <p role="alert" className={failed ? 'px-2.5 text-xs text-bad' : undefined}>
        {failed ? 'Signing out did not work. Check your connection and try again.' : ''}
      </p>
    </>
  );
}
