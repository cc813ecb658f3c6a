'use client';
import { Tooltip } from '@base-ui/react/tooltip';
import { WithNonce } from './with-nonce.tsx';

/** The one tooltip of a page, beside whatever it is about now. */
export default function TipPopup({ anchor, text }: { anchor: Element | null; text: string }) {
  return (
    <WithNonce>
      <Tooltip.Root open={anchor !== null}>
        <Tooltip.Portal>
          <Tooltip.Positioner anchor={anchor} sideOffset={6} className="z-50">
            <Tooltip.Popup
              data-tip-popup=""
              className="max-w-72 rounded-md border border-transparent bg-ink px-2 py-1 text-2xs text-canvas shadow-lift"
            >
              {text}
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      </Tooltip.Root>
    </WithNonce>
  );
}
