'use client';
import { ErrorPage } from '../../components/shell/error-page.tsx';

/** For a page whose data could not be had; the shell stays. */
export default function PortalError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorPage error={error} retry={retry} />;
}
