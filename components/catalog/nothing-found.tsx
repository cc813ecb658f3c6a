import Link from 'next/link';
import { isEmpty, keyInfo, printQuery, type Query } from '../../lib/domain/catalog/query/index.ts';
import { isDnsLabel } from '../../lib/domain/names/index.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { catalogHref } from './address.ts';

/** The way on where no namespace fits: another spelling, one filter less, or asking for what isn't there yet. */
export function NothingFound({
  query,
  sort,
  others,
}: {
  query: Query;
  sort: string | undefined;
  /** Something else than namespaces was found, and stands above. */
  others: boolean;
}) {
  const [word] = query.words;
  const name = query.words.length === 1 && word !== undefined && isDnsLabel(word) ? word : undefined;
  const drops = query.filters.map((filter) => ({
    label: `${filter.not ? 'not ' : ''}${keyInfo(filter.key).label.toLowerCase()} ${filter.values.join(' or ')}`,
    href: catalogHref(
      printQuery({ ...query, filters: query.filters.filter((other) => other !== filter) }),
      sort,
    ),
  }));
  if (isEmpty(query)) {
    return (
      <Empty
        title="There are no namespaces yet"
        action={
          <ButtonLink href="/ask" tone="primary">
            Ask for the first one
          </ButtonLink>
        }
      >
        Teams, services, hosts and people are found here, too.
      </Empty>
    );
  }
  return (
    <Empty
      title={others ? 'No namespace fits' : 'Nothing fits'}
      action={
        <ButtonLink href={name === undefined ? '/ask' : `/ask?name=${encodeURIComponent(name)}`}>
          {name === undefined ? 'Ask for a namespace' : `Ask for a namespace called ${name}`}
        </ButtonLink>
      }
    >
      {drops.length === 0 ? (
        <p>Try fewer letters, or the name of a team, a service or a host.</p>
      ) : (
        <>
          <p>No namespace is all of this at once. Look again without one of:</p>
          <ul className="mt-2 flex flex-wrap justify-center gap-x-4 gap-y-1">
            {drops.map(({ label, href }) => (
              <li key={label}>
                <Link
                  href={href}
                  scroll={false}
                  prefetch={false}
                  className="link inline-flex min-h-6 items-center wrap-anywhere"
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Empty>
  );
}

/** Another text that finds something. */
export function DidYouMean({ text, sort }: { text: string; sort: string | undefined }) {
  return (
    <p className="mb-4 text-base">
      Did you mean{' '}
      <Link
        href={catalogHref(text, sort)}
        scroll={false}
        prefetch={false}
        className="link font-medium wrap-anywhere"
      >
        {text}
      </Link>
      ?
    </p>
  );
}
