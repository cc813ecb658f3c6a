import { Outside } from '../namespaces/links.tsx';
import { Fact } from '../ui/surface.tsx';

/** Where a web address leads: its host. */
function short(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/.*$/, '');
}

/** How to reach a team: its facts, for a `Facts` list. Nothing that the team has not said. */
export function Reach({
  contactEmail,
  chatUrl,
  onCallUrl,
}: {
  contactEmail: string | null;
  chatUrl: string | null;
  onCallUrl: string | null;
}) {
  return (
    <>
      {contactEmail && (
        <Fact name="E-mail">
          <Outside href={`mailto:${contactEmail}`}>{contactEmail}</Outside>
        </Fact>
      )}
      {chatUrl && (
        <Fact name="Chat">
          <Outside href={chatUrl}>{short(chatUrl)}</Outside>
        </Fact>
      )}
      {onCallUrl && (
        <Fact name="On call">
          <Outside href={onCallUrl}>{short(onCallUrl)}</Outside>
        </Fact>
      )}
    </>
  );
}
