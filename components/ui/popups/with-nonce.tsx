'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactNode } from 'react';

/**
 * Hands Base UI the document's nonce. It is read from a script of the document and not from the server: after a navigation without a
 * reload the server would hand out a new nonce, while the document still goes by its first policy.
 */
export function WithNonce({ children }: { children: ReactNode }) {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  return <CSPProvider nonce={nonce}>{children}</CSPProvider>;
}
