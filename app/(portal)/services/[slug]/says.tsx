import Link from 'next/link';
import { LinkGroups } from '../../../../components/catalog/link-groups.tsx';
import { Fact, Facts, Section } from '../../../../components/ui/surface.tsx';
import type { ServiceView } from '../../../../lib/queries/types.ts';
import { reportBeside } from './ownership.tsx';

/** What a service says of itself: its links, and words to find it by. */
export function Says({ service, visitor }: { service: ServiceView; visitor: boolean }) {
  return (
    <Section title="Links" plain>
      <Facts>
        <LinkGroups
          links={service.catalogLinks.filter(({ from }) => from !== 'team')}
          beside={reportBeside(service, visitor)}
        />
        {service.tags.length > 0 && (
          <Fact name="Tags">
            <ul className="flex flex-wrap gap-x-2.5">
              {service.tags.map((tag) => (
                <li key={tag}>
                  <Link
                    href={`/catalog?q=${encodeURIComponent(`tag:${tag}`)}`}
                    prefetch={false}
                    className="link inline-flex min-h-6 items-center"
                  >
                    {tag}
                  </Link>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </Facts>
    </Section>
  );
}
