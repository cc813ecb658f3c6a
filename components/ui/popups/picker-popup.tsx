'use client';
import { Combobox } from '@base-ui/react/combobox';
import { Check, Search } from 'lucide-react';
import type { RefObject } from 'react';
import type { PickerGroup, PickerOption } from '../picker.tsx';
import { WithNonce } from './with-nonce.tsx';

/** The list of a `Picker`, with search: under its button, and the focus goes back there. */
export default function PickerPopup({
  anchor,
  label,
  groups,
  value,
  open,
  onOpenChange,
  onPick,
}: {
  anchor: RefObject<HTMLButtonElement | null>;
  label: string;
  groups: PickerGroup[];
  value: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onPick: (value: string) => void;
}) {
  const chosen = groups.flatMap(({ items }) => items).find((option) => option.value === value) ?? null;
  return (
    <WithNonce>
      <Combobox.Root<PickerOption>
        items={groups}
        value={chosen}
        open={open}
        autoHighlight
        itemToStringLabel={(option) => option.label}
        isItemEqualToValue={(a, b) => a.value === b.value}
        onValueChange={(option) => {
          if (option) onPick(option.value);
        }}
        onOpenChange={(next, details) => {
          // The button opens and closes by itself; its press is not one outside.
          if (!next && anchor.current?.contains(details.event.target as Node | null)) details.cancel();
          else onOpenChange(next);
        }}
      >
        <Combobox.Portal>
          <Combobox.Positioner anchor={anchor} align="start" sideOffset={4} className="z-40 outline-none">
            <Combobox.Popup
              aria-label={label}
              finalFocus={anchor}
              className="rise max-h-[min(22rem,var(--available-height))] w-[max(var(--anchor-width),15rem)] max-w-(--available-width) overflow-hidden rounded-lg border border-line bg-raised shadow-pop"
            >
              <div className="flex items-center gap-2 border-b border-line px-3">
                <Search aria-hidden className="size-4 shrink-0 text-faint" />
                <Combobox.Input
                  aria-label={`Search ${label}`}
                  placeholder="Search…"
                  className="min-h-10 w-full bg-transparent text-sm outline-none placeholder:text-faint"
                />
              </div>
              <Combobox.Empty className="px-3 py-4 text-soft empty:hidden">Nothing fits.</Combobox.Empty>
              <Combobox.List className="max-h-[min(18rem,calc(var(--available-height)-3rem))] overflow-y-auto overscroll-contain p-1 empty:p-0">
                {(group: PickerGroup) => (
                  <Combobox.Group key={group.label} items={group.items} className="not-first:mt-1">
                    {group.label !== '' && (
                      <Combobox.GroupLabel className="px-2.5 pt-1.5 pb-1 text-2xs font-medium text-faint">
                        {group.label}
                      </Combobox.GroupLabel>
                    )}
                    <Combobox.Collection>
                      {(option: PickerOption) => (
                        <Combobox.Item
                          key={option.value}
                          value={option}
                          disabled={option.disabled ?? false}
                          className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1 outline-none select-none data-disabled:text-faint data-highlighted:bg-tide-wash data-highlighted:text-tide-strong"
                        >
                          <span className="min-w-0 flex-1 wrap-anywhere">{option.label}</span>
                          <Combobox.ItemIndicator>
                            <Check aria-hidden className="size-4" />
                          </Combobox.ItemIndicator>
                        </Combobox.Item>
                      )}
                    </Combobox.Collection>
                  </Combobox.Group>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </WithNonce>
  );
}
