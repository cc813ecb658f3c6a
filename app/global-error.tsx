'use client';
import './globals.css';
import { ErrorPage } from '../components/shell/error-page.tsx';
import { Mark } from '../components/shell/mark.tsx';

/** For a failure of the document itself. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Berth: this page could not be shown</title>
        <main>
          <div className="px-5 pt-6">
            <Mark />
          </div>
          <ErrorPage error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
