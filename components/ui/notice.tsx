import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

const LOOK = {
  info: { box: 'border-tide/25 bg-tide-wash', icon: <Info className="text-tide-strong" /> },
  ok: { box: 'border-ok/30 bg-ok-wash', icon: <CircleCheck className="text-ok" /> },
  warn: { box: 'border-warn/30 bg-warn-wash', icon: <TriangleAlert className="text-warn" /> },
  bad: { box: 'border-bad/30 bg-bad-wash', icon: <CircleAlert className="text-bad" /> },
};

/** Something to know on this page: what is so, why, and what to do. `live` says it aloud when it comes while somebody reads. */
export function Notice({
  tone = 'info',
  title,
  children,
  action,
  live = false,
}: {
  tone?: keyof typeof LOOK;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  live?: boolean;
}) {
  const { box, icon } = LOOK[tone];
  return (
    <div
      role={live ? 'status' : undefined}
      className={cx(
        'flex gap-3 rounded-lg border px-4 py-3 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0',
        box,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{title}</p>
        {children && <div className="mt-0.5 max-w-prose text-soft">{children}</div>}
        {action && <div className="mt-2.5">{action}</div>}
      </div>
    </div>
  );
}
