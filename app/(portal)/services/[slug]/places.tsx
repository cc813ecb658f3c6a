import Link from 'next/link';
import { NamespaceTable } from '../../../../components/namespaces/namespace-table.tsx';
import { Outside } from '../../../../components/namespaces/links.tsx';
import { namespaceHref } from '../../../../components/namespaces/words.ts';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { Fold } from '../../../../components/ui/fold.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Rest } from '../../../../components/ui/pager.tsx';
import { Section } from '../../../../components/ui/surface.tsx';
import type { ServiceView } from '../../../../lib/queries/types.ts';

/** Where a service runs, and under it what can be seen of each place. */
export function Places({ service }: { service: ServiceView }) {
  return (
    <Section title="Namespaces" hint={count(service.namespaces, 'namespace')} flush>
      {service.namespaceRows.length === 0 ? (
        <Empty
          title="It runs nowhere yet"
          action={
            service.may.change && (
              <ButtonLink href={`/ask?service=${service.slug}`} tone="primary">
                Ask for its first namespace
              </ButtonLink>
            )
          }
        />
      ) : (
        <NamespaceTable
          rows={service.namespaceRows}
          caption={`Namespaces of ${service.name}`}
          without={['service', 'team']}
        />
      )}
      <Rest
        shown={service.namespaceRows.length}
        all={service.namespaces}
        href={`/namespaces?service=${service.slug}`}
      />
      {service.placeLinks.length > 0 && <PlaceLinkList places={service.placeLinks} />}
    </Section>
  );
}

function PlaceLinkList({ places }: { places: ServiceView['placeLinks'] }) {
  return (
    <div className="border-t border-line px-4 py-3">
      <Fold title="Links by namespace" open={places.length <= 3}>
        <ul className="grid gap-1.5">
          {places.map((place) => (
            <li
              key={`${place.cluster.name}/${place.name}`}
              className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5"
            >
              <Link
                href={namespaceHref(place.cluster.name, place.name)}
                prefetch={false}
                className="min-w-40 wrap-anywhere hover:underline"
              >
                {place.name}
                <span className="text-xs text-faint"> on {place.cluster.name}</span>
              </Link>
              {place.links.map((link) => (
                <Outside key={link.name} href={link.url}>
                  {link.label}
                </Outside>
              ))}
            </li>
          ))}
        </ul>
      </Fold>
    </div>
  );
}
