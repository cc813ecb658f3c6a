import Link from 'next/link';
import { cx } from './cx.ts';
import { TabStrip } from './tab-strip.tsx';

/** Parts of a page, each with an address of its own, so that back and a shared link lead to it. They are links, and read as such. */
export function Tabs({
  path,
  tabs,
  current,
  label,
  parameter = 'tab',
}: {
  path: string;
  tabs: { id: string; label: string; count?: number }[];
  current: string;
  label: string;
  parameter?: string;
}) {
  return (
    <nav aria-label={label} className="mb-7 border-b border-line">
      <TabStrip current={current}>
        {tabs.map((tab, at) => (
          <li key={tab.id}>
            <Link
              href={at === 0 ? path : `${path}?${parameter}=${tab.id}`}
              scroll={false}
              aria-current={tab.id === current ? 'page' : undefined}
              className={cx(
                'inline-flex min-h-10 items-center gap-1.5 border-b-2 text-sm whitespace-nowrap -outline-offset-2',
                tab.id === current
                  ? 'border-tide font-medium text-ink'
                  : 'border-transparent text-soft hover:border-line hover:text-ink',
              )}
            >
              {tab.label}
              {tab.count !== undefined && <span className="num text-xs text-faint">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </TabStrip>
    </nav>
  );
}
