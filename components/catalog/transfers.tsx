import Link from 'next/link';
import type { ReactNode } from 'react';
import { Ago } from '../ui/ago.tsx';
import { count } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { List, ListRow } from '../ui/surface.tsx';
import { Dotted } from '../ui/table.tsx';

type Named = { slug: string; name: string };

/** A service whose owner is in question. */
export type TransferItem = {
  id: string;
  service: Named;
  from: Named;
  to: Named | null;
  openedAt: string;
  openedBy: { name: string } | null;
  reason: string | null;
  namespaces: number;
  may: { accept: boolean; decline: boolean; withdraw: boolean; route: boolean };
};

function Words({ transfer }: { transfer: TransferItem }) {
  const { openedBy, openedAt, reason, namespaces } = transfer;
  return (
    <>
      {reason !== null && reason !== '' && (
        <p className="my-1.5 border-l-2 border-line pl-3 wrap-anywhere text-ink">{reason}</p>
      )}
      <p className="text-xs text-soft">
        <Dotted
          parts={[
            openedBy?.name,
            <Ago key="at" at={openedAt} />,
            namespaces > 0 && `${count(namespaces, 'namespace')} would go with it`,
          ]}
        />
      </p>
    </>
  );
}

/** Services whose owner is in question; `verbs` makes a row's buttons. */
export function TransferList<Row extends TransferItem>({
  rows,
  label,
  verbs,
}: {
  rows: readonly Row[];
  label: string;
  verbs: (row: Row) => ReactNode;
}) {
  return (
    <List label={label}>
      {rows.map((row) => (
        <ListRow key={row.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-72">
            <Link href={`/services/${row.service.slug}`} prefetch={false} className="link font-medium">
              {row.service.name}
            </Link>
            <p className="wrap-anywhere text-soft">
              {row.from.name} says it isn’t theirs;{' '}
              {row.to === null ? 'nobody is named yet.' : `${row.to.name} is asked to take it.`}
            </p>
            <Words transfer={row} />
          </div>
          {verbs(row)}
        </ListRow>
      ))}
    </List>
  );
}

/** The same on the page of the service itself. */
export function TransferNotice({ transfer, verbs }: { transfer: TransferItem; verbs: ReactNode }) {
  const title =
    transfer.to === null
      ? 'Its owner is in question: another team is being looked for'
      : `Its owner is in question: ${transfer.to.name} is asked to take it`;
  return (
    <div className="mb-7">
      <Notice tone="warn" title={title} action={verbs}>
        <p>Until that is decided it stays with {transfer.from.name}.</p>
        <Words transfer={transfer} />
      </Notice>
    </div>
  );
}
