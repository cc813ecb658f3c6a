import type { Metadata } from 'next';
import { MessagePage } from '../components/shell/message-page.tsx';
import { Mark } from '../components/shell/mark.tsx';
import { ButtonLink } from '../components/ui/button.tsx';

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
        <ButtonLink href="/" tone="primary">
          Go to the start
        </ButtonLink>
      </MessagePage>
    </main>
  );
}
