import { MessagePage } from '../../components/shell/message-page.tsx';
import { ButtonLink } from '../../components/ui/button.tsx';

/** For things that aren't there, or that the reader may not see: the two read the same on purpose. */
export default function NotFound() {
  return (
    <MessagePage
      code="404"
      title="Nothing here that you can see"
      why={
        <>
          <p>It doesn’t exist, was deleted, or is only shown to the team that owns it.</p>
          <p>If a colleague sent you this link, ask them which team it belongs to.</p>
        </>
      }
    >
      <ButtonLink href="/namespaces" tone="primary">
        Look in all namespaces
      </ButtonLink>
      <ButtonLink href="/">Go to the start</ButtonLink>
    </MessagePage>
  );
}
