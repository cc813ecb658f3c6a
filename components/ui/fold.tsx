import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** More of the same, folded: one line to open it. The browser's own disclosure, so find-in-page opens it too. */
export function Fold({
  title,
  hint,
  open = false,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details className="group/fold" open={open}>
      <summary className="inline-flex min-h-6 items-center gap-1 rounded-sm text-xs text-tide hover:text-tide-strong">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 transition-transform group-open/fold:rotate-90"
        />
        {title}
        {hint && <span className="num ml-1 text-faint">{hint}</span>}
      </summary>
      <div className="mt-2.5">{children}</div>
    </details>
  );
}
