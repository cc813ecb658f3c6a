'use client';
import { X } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { CloseDialog } from '../ui/dialog-context.ts';
import { ActionForm, Submit } from '../ui/form.tsx';
import type { FormAction } from '../ui/form-state.ts';
import { toast } from '../ui/toast.ts';

/** Asks whether a link is broken, and thanks for the word. */
export default function ReportDialog({
  open,
  onClose,
  label,
  url,
  action,
}: {
  open: boolean;
  onClose: () => void;
  label: string;
  url: string;
  action: FormAction;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
  }, [open]);
  const close = useCallback(() => dialog.current?.close(), []);
  const title = 'Report a broken link';
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={onClose}
      className="w-[min(28rem,calc(100vw-2rem))] rounded-xl border border-line bg-raised p-0 whitespace-normal shadow-pop open:rise"
    >
      <div className="flex items-start justify-between gap-4 pt-4 pr-3 pl-5">
        <h2 className="pt-0.5 text-base font-semibold">{title}</h2>
        <Button tone="quiet" size="icon-sm" onClick={close} aria-label="Close" className="shrink-0">
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      <div className="px-5 pt-3 pb-5 text-left text-sm">
        <CloseDialog value={close}>
          <ActionForm
            action={action}
            label={title}
            className="grid gap-4"
            onSaved={({ message }) => {
              if (message !== null) toast({ tone: 'ok', title: message });
            }}
          >
            <p>
              {label} leads nowhere, or to the wrong place? Its team is told, and looks after it.
              <span className="mt-1 block font-mono text-xs wrap-anywhere text-soft">{url}</span>
            </p>
            <div>
              <Submit busy="Reporting…">Report it</Submit>
            </div>
          </ActionForm>
        </CloseDialog>
      </div>
    </dialog>
  );
}
