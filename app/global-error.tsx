'use client';
import './globals.css';
import { ErrorPage } from '../components/shell/error-page.tsx';

/** For a failure of the document itself. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Berth: this page could not be shown</title>
        <main>
          <ErrorPage error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
