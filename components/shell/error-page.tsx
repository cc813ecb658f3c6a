'use client';
import { useEffect } from 'react';
import { buttonClass } from '../ui/button-class.ts';
import { MessagePage } from './message-page.tsx';

/** A page that could not be shown. Nothing that was saved is lost; the reference leads to the server's log. */
export function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <MessagePage
      title="This page could not be shown"
      why={
        <>
          <p>
            Something that Berth needs did not answer as it should. Your namespaces are not affected: they run
            on their clusters without the portal, and what you saved is saved.
          </p>
          <p>
            Try again in a moment. If it stays so, tell the platform team
            {digest ? (
              <>
                {' '}
                the reference <code className="text-ink">{digest}</code>.
              </>
            ) : (
              '.'
            )}
          </p>
        </>
      }
    >
      <button type="button" className={buttonClass('primary')} onClick={retry}>
        Try again
      </button>
      {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- a whole new document: what failed may be what a Link goes on with */}
      <a href="/" className={buttonClass()}>
        Go to the start
      </a>
    </MessagePage>
  );
}
