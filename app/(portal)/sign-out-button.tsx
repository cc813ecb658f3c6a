'use client';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { forgetRecent } from '../../components/shell/palette/recent.ts';
import { signOutUrl } from '../../lib/auth/browser.ts';

/** Ends the session here, and at the identity provider where it offers that. */
export function SignOutButton() {
  const [failed, setFailed] = useState(false);
  async function signOut() {
    setFailed(false);
    try {
      const next = await signOutUrl();
      forgetRecent();
      window.location.assign(next);
    } catch {
      setFailed(true);
    }
  }
  return (
    <>
      <button
        type="button"
        onClick={signOut}
        className="flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-left text-sm hover:bg-sunken"
      >
        <LogOut aria-hidden className="size-4 text-faint" /> Sign out
      </button>
      <p role="alert" className={failed ? 'px-2.5 text-xs text-bad' : undefined}>
        {failed ? 'Signing out did not work. Check your connection and try again.' : ''}
      </p>
    </>
  );
}
