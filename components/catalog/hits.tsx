import Link from 'next/link';
import { Badge } from '../ui/badge.tsx';
import { List, ListRow } from '../ui/surface.tsx';
import { OutsideLinks } from './outside-links.tsx';
import { hintOf, KIND_WORDS, type FoundHit } from './words.ts';

/** The best finds over all kinds: what it is, whose it is, and the ways to help, without opening anything first. */
export function Hits({ hits }: { hits: readonly FoundHit[] }) {
  return (
    <div className="@container">
      <List label="Best hits">
        {hits.map((hit) => (
          <ListRow key={`${hit.kind} ${hit.id}`} className="py-2.5">
            <HitLine hit={hit} />
          </ListRow>
        ))}
      </List>
    </div>
  );
}

function HitLine({ hit }: { hit: FoundHit }) {
  const { word, Icon } = KIND_WORDS[hit.kind];
  const hint = hintOf(hit);
  return (
    <div className="items-center gap-x-6 @min-[48rem]:flex">
      <div className="flex min-w-0 flex-1 items-start gap-3">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2">
            <Link
              href={hit.href}
              prefetch={false}
              className="covers font-medium wrap-anywhere hover:underline"
            >
              {hit.title}
            </Link>
            <Badge>{word}</Badge>
          </p>
          {hint !== '' && <p className="text-xs text-soft wrap-anywhere">{hint}</p>}
        </div>
      </div>
      <div className="min-w-0 shrink-0 @max-[48rem]:mt-0.5 @max-[48rem]:pl-7">
        <OutsideLinks
          of={hit.title}
          owner={hit.owner}
          links={[
            ['Chat', hit.chatUrl],
            ['Runbook', hit.runbookUrl],
            ['Dashboards', hit.dashboardUrl],
            ['On call', hit.onCallUrl],
          ]}
        />
      </div>
    </div>
  );
}
