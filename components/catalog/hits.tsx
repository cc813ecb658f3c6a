import Link from 'next/link';
import { Badge } from '../ui/badge.tsx';
import { List, ListRow } from '../ui/surface.tsx';
import { OutsideLinks } from './outside-links.tsx';
import { KIND_WORDS, WHY_WORDS, type FoundHit } from './words.ts';

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
  const why = WHY_WORDS[hit.why];
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
          <p className="text-xs text-soft wrap-anywhere">
            {[hit.hint, why === undefined ? '' : `Found ${why}.`].filter(Boolean).join(' · ')}
          </p>
        </div>
      </div>
      <div className="flex min-w-0 shrink-0 flex-wrap items-center gap-x-5 @max-[48rem]:pl-7">
        {hit.owner && (
          <Link
            href={`/teams/${hit.owner.slug}`}
            prefetch={false}
            aria-label={`Owner of ${hit.title}: ${hit.owner.name}`}
            className="link above inline-flex min-h-7 max-w-52 items-center wrap-anywhere max-sm:min-h-9"
          >
            {hit.owner.name}
          </Link>
        )}
        <OutsideLinks
          of={hit.title}
          links={[
            ['Chat', hit.chatUrl],
            ['Runbook', hit.runbookUrl],
            ['Dashboards', hit.dashboardUrl],
          ]}
        />
      </div>
    </div>
  );
}
