'use client';
import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { onToast, type Toast as What } from '../toast.ts';
import { WithNonce } from './with-nonce.tsx';

const ICONS = {
  ok: <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />,
  info: <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-tide" />,
  warn: <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />,
  bad: <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />,
};

type Data = Pick<What, 'tone' | 'link'>;

/** The toasts of a page, at its lower edge; F6 leads to them. `first` are those that were said before this was loaded. */
export default function ToastPopup({ first }: { first: What[] }) {
  const [manager] = useState(() => Toast.createToastManager<Data>());
  useEffect(() => {
    const show = ({ id, tone, title, text, link, stays }: What) => {
      manager.add({
        ...(id === undefined ? {} : { id }),
        title,
        ...(text === undefined ? {} : { description: text }),
        timeout: stays ? 0 : 7000,
        priority: tone === 'bad' ? 'high' : 'low',
        data: { tone, ...(link === undefined ? {} : { link }) },
      });
    };
    for (const what of first) show(what);
    return onToast(show);
  }, [manager, first]);
  return (
    <WithNonce>
      <Toast.Provider toastManager={manager}>
        <Toast.Portal>
          <Toast.Viewport className="fixed inset-x-4 bottom-4 z-50 mx-auto grid max-w-sm gap-2 outline-none sm:left-auto sm:mx-0 sm:w-96">
            <Rows />
          </Toast.Viewport>
        </Toast.Portal>
      </Toast.Provider>
    </WithNonce>
  );
}

function Rows() {
  const { toasts } = Toast.useToastManager<Data>();
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      className="rise rounded-lg border border-line bg-raised shadow-pop data-limited:hidden"
    >
      <Toast.Content className="flex gap-3 py-3 pr-2 pl-4">
        {ICONS[item.data?.tone ?? 'info']}
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium" />
          <Toast.Description className="mt-0.5 text-soft" />
          {item.data?.link && (
            <Link href={item.data.link.href} className="link mt-1 inline-flex min-h-6 items-center">
              {item.data.link.label}
            </Link>
          )}
        </div>
        <Toast.Close
          aria-label="Close"
          className="grid size-7 shrink-0 place-items-center rounded-md text-faint hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
