'use client';
import { Menu } from '@base-ui/react/menu';
import Link from 'next/link';
import type { RefObject } from 'react';
import { cx } from '../cx.ts';
import type { MenuEntry } from '../menu-button.tsx';
import { WithNonce } from './with-nonce.tsx';

const ITEM =
  'flex min-h-9 w-full cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-left text-sm outline-none select-none ' +
  '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint data-highlighted:bg-sunken';

/** The list of a `MenuButton`. Entries with an address are links, and open in a new tab as links do. */
export default function MenuPopup({
  anchor,
  label,
  entries,
  open,
  onOpenChange,
}: {
  anchor: RefObject<HTMLButtonElement | null>;
  label: string;
  entries: MenuEntry[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <WithNonce>
      <Menu.Root
        open={open}
        modal={false}
        onOpenChange={(next, details) => {
          if (!next && anchor.current?.contains(details.event.target as Node | null)) details.cancel();
          else onOpenChange(next);
        }}
      >
        <Menu.Portal>
          <Menu.Positioner anchor={anchor} align="end" sideOffset={4} className="z-40 outline-none">
            <Menu.Popup
              aria-label={label}
              finalFocus={anchor}
              className="rise min-w-48 rounded-lg border border-line bg-raised p-1 shadow-pop outline-none"
            >
              {entries.map((entry) =>
                'href' in entry ? (
                  <Menu.LinkItem
                    key={entry.label}
                    closeOnClick
                    className={ITEM}
                    render={<Link href={entry.href} prefetch={false} />}
                  >
                    {entry.icon}
                    {entry.label}
                  </Menu.LinkItem>
                ) : (
                  <Menu.Item
                    key={entry.label}
                    className={cx(
                      ITEM,
                      entry.danger && 'text-bad data-highlighted:bg-bad-wash [&_svg]:text-bad',
                    )}
                    onClick={entry.act}
                  >
                    {entry.icon}
                    {entry.label}
                  </Menu.Item>
                ),
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </WithNonce>
  );
}
