'use client';
import { ErrorPage } from '../components/shell/error-page.tsx';

/** For a failure of the shell itself: mostly a database that does not answer. */
export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main>
      <ErrorPage error={error} retry={retry} />
    </main>
  );
}
