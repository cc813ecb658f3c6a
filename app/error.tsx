'use client';
import { ErrorPage } from '../components/shell/error-page.tsx';
import { Mark } from '../components/shell/mark.tsx';

/** For a failure of the shell itself: mostly a database that does not answer. */
export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main>
      <div className="px-5 pt-6">
        <Mark />
      </div>
      <ErrorPage error={error} retry={retry} />
    </main>
  );
}
