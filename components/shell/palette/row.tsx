'use client';
import {
  Boxes,
  Container,
  CornerDownLeft,
  FileText,
  Globe,
  MessageSquareText,
  Search,
  Server,
  UserRound,
  Users,
  Zap,
} from 'lucide-react';
import Link from 'next/link';
import type { MouseEvent } from 'react';
import { cx } from '../../ui/cx.ts';
import type { Entry, EntryKind } from './entries.ts';

const ICONS: Record<EntryKind, typeof Search> = {
  page: FileText,
  act: Zap,
  search: Search,
  namespace: Container,
  service: Boxes,
  team: Users,
  cluster: Server,
  host: Globe,
  person: UserRound,
  request: MessageSquareText,
};

/**
 * One line of the palette: the entry, and its doors beside it (below it on a phone). All of them are options of the list box: the
 * arrows go down the entries, and aside along the doors of the chosen one. `door` is -1 for the entry itself, null for another line.
 */
export function EntryRow({
  id,
  entry,
  door,
  onPoint,
  onOpen,
}: {
  id: string;
  entry: Entry;
  door: number | null;
  onPoint: (door: number) => void;
  onOpen: () => void;
}) {
  const current = door !== null;
  const Icon = ICONS[entry.kind];
  const opened = (event: MouseEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) onOpen();
  };
  return (
    <div
      role="none"
      className={cx(
        'flex min-h-10 items-center rounded-md max-sm:flex-wrap',
        current ? 'bg-tide-wash text-tide-strong' : 'text-ink',
      )}
    >
      <Link
        id={id}
        role="option"
        aria-selected={door === -1}
        tabIndex={-1}
        href={entry.href}
        prefetch={false}
        onPointerMove={() => onPoint(-1)}
        onClick={opened}
        className="flex min-h-10 min-w-0 flex-1 items-center gap-3 rounded-md px-2.5 py-1.5 max-sm:basis-full"
      >
        <Icon aria-hidden className={cx('size-4 shrink-0', current ? 'text-tide-strong' : 'text-faint')} />
        {/* Beside its doors there is no room for a hint; under the label there is. */}
        <span className={cx('min-w-0 flex-1', entry.doors ? 'grid' : 'flex items-center gap-3')}>
          <span className={cx('truncate font-medium', !entry.doors && entry.hint && 'max-w-[70%] shrink-0')}>
            {entry.label}
          </span>
          {entry.hint && (
            <span className={cx('min-w-0 truncate text-xs', current ? 'text-tide-strong' : 'text-soft')}>
              {entry.hint}
            </span>
          )}
        </span>
        {door === -1 && !entry.doors && <CornerDownLeft aria-hidden className="ml-auto size-4 shrink-0" />}
      </Link>
      {entry.doors && (
        <span
          role="none"
          className="flex shrink-0 items-center pr-1.5 max-sm:flex-wrap max-sm:pb-1.5 max-sm:pl-8"
        >
          {entry.doors.map(({ label, href }, at) => (
            <a
              key={`${label} ${href}`}
              id={`${id}-${String(at)}`}
              role="option"
              aria-selected={door === at}
              aria-label={
                at === 0 && href.startsWith('/')
                  ? `Owner of ${entry.label}: ${label}`
                  : `${label} of ${entry.label}`
              }
              tabIndex={-1}
              href={href}
              rel="noreferrer"
              onPointerMove={() => onPoint(at)}
              onClick={opened}
              className={cx(
                'max-w-32 truncate rounded-sm px-1.5 py-1 text-xs',
                door === at ? 'bg-tide text-on-tide' : current ? 'text-tide-strong' : 'text-faint',
              )}
            >
              {label}
            </a>
          ))}
        </span>
      )}
    </div>
  );
}
