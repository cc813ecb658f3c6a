import type { Metadata } from 'next';
import { MessagePage } from '../components/shell/message-page.tsx';
import { Mark } from '../components/shell/mark.tsx';
import { buttonClass } from '../components/ui/button-class.ts';

export const metadata: Metadata = { title: 'Not found' };

/** For addresses that no page has. */
export default function NotFound() {
  return (
    <main>
      <div className="px-5 pt-6">
        <Mark />
      </div>
      <MessagePage
        code="404"
        title="There is no such page"
        why={
          <p>The address is wrong, or what it named is gone. Check it for a slip, or begin at the start.</p>
        }
      >
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- Link would be in every page's scripts for this one */}
        <a href="/" className={buttonClass('primary')}>
          Go to the start
        </a>
      </MessagePage>
    </main>
  );
}
