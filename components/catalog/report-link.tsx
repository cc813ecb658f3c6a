'use client';
import { Flag } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import type { FormAction } from '../ui/form-state.ts';
import { useOnIntent } from '../ui/on-intent.ts';

/** Beside a link, for whoever found that it leads nowhere. What asks for it is loaded when somebody points at it. */
export function ReportLink({ label, url, action }: { label: string; url: string; action: FormAction }) {
  const [open, setOpen] = useState(false);
  const { Component: Dialog, want } = useOnIntent(() => import('./report-dialog.tsx'));
  return (
    <>
      <Button
        tone="quiet"
        size="icon-sm"
        aria-haspopup="dialog"
        aria-label={`Report that the link ${label} is broken`}
        data-tip="Report a broken link"
        onPointerEnter={want}
        onFocus={want}
        onClick={() => {
          want();
          setOpen(true);
        }}
      >
        <Flag aria-hidden className="size-3.5 text-faint" />
      </Button>
      {Dialog && (
        <Dialog open={open} onClose={() => setOpen(false)} label={label} url={url} action={action} />
      )}
    </>
  );
}
