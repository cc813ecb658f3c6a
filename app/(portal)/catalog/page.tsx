import type { Metadata } from 'next';
import { ActiveFilters, QueryProblems } from '../../../components/catalog/active-filters.tsx';
import { Facets, Narrow, NarrowButton } from '../../../components/catalog/facets.tsx';
import { FocusKept } from '../../../components/catalog/focus-kept.tsx';
import { Hits } from '../../../components/catalog/hits.tsx';
import { DidYouMean, NothingFound } from '../../../components/catalog/nothing-found.tsx';
import { QueryHelp } from '../../../components/catalog/query-help.tsx';
import { SearchBox } from '../../../components/catalog/search-box.tsx';
import { SortLinks } from '../../../components/catalog/sort-links.tsx';
import { asksForNamespaces, countUpTo } from '../../../components/catalog/words.ts';
import { NamespaceTable } from '../../../components/namespaces/namespace-table.tsx';
import { Live } from '../../../components/shell/live.tsx';
import { Pager } from '../../../components/ui/pager.tsx';
import { PageHeader, Section } from '../../../components/ui/surface.tsx';
import { requireActor } from '../../../lib/auth/session.ts';
import { isEmpty, parseQuery, type Query } from '../../../lib/domain/catalog/query/index.ts';
import { searchCatalog } from '../../../lib/queries/catalog.ts';
import {
  CATALOG_SORTS,
  type CatalogAnswer,
  type CatalogSort,
  type Count,
} from '../../../lib/queries/catalog-types.ts';
import { listSavedSearches } from '../../../lib/queries/saved-searches.ts';
import { load } from '../../load.ts';
import { addressOf, one } from '../../search-params.ts';
import { SavedSearches, SaveSearch } from './saved-searches.tsx';

export const metadata: Metadata = { title: 'Catalog' };

/** One search over everything there is. The address holds the whole of it: words and filters, order, and place. */
export default async function CatalogPage({ searchParams }: PageProps<'/catalog'>) {
  const actor = await requireActor();
  const params = await searchParams;
  const q = (one(params['q']) ?? '').trim();
  const sort = CATALOG_SORTS.find((word) => word === one(params['sort']));
  const cursor = one(params['cursor']);
  const order = sort === undefined ? {} : { sort };
  const [answer, saved] = await Promise.all([
    load(
      searchCatalog(actor, {
        q,
        ...order,
        ...(cursor === undefined ? {} : { cursor }),
        facets: true,
      }),
    ),
    listSavedSearches(actor),
  ]);
  const { text, problems } = answer.query;
  const query = parseQuery(text);
  const filters = query.filters.reduce((sum, { values }) => sum + values.length, 0);
  const maintained = actor.teams.filter(({ role }) => role === 'maintainer').map(({ slug }) => slug);
  const namespaces = asksForNamespaces(query);
  return (
    <FocusKept token={q}>
      <Live topics={['namespace', 'team', 'service', 'zone']} />
      <PageHeader title="Catalog" description="Whose it is, where it runs, and where to turn to." />
      <div className="mb-3 flex gap-2">
        <SearchBox value={q} sort={sort} />
        <NarrowButton count={filters} />
      </div>
      <QueryProblems query={query} problems={problems} sort={sort} />
      <div className="mb-6 flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1.5">
        <p role="status" className="text-soft">
          {namespaces ? found(answer.total, isEmpty(query)) : foundOthers(answer.best.length)}
        </p>
        <ActiveFilters query={query} sort={sort} />
        {text !== '' && (
          <div className="-mr-2.5">
            <SaveSearch key={text} query={text} teams={actor.teams} />
          </div>
        )}
      </div>
      {answer.didYouMean !== null && <DidYouMean text={answer.didYouMean} sort={sort} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 lg:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="grid min-w-0 gap-7">
          {answer.best.length > 0 && (
            <Section title={namespaces ? 'Best hits' : 'Found'} flush>
              <Hits hits={answer.best} />
            </Section>
          )}
          {(namespaces || answer.best.length === 0) && (
            <Namespaces answer={answer} query={query} sort={sort} cursor={cursor} />
          )}
        </div>
        <Narrow>
          <SavedSearches rows={saved} maintains={maintained} />
          <Facets facets={answer.facets ?? []} query={query} sort={sort} />
          <QueryHelp />
        </Narrow>
      </div>
    </FocusKept>
  );
}

/** The namespaces that fit: a page of them, in an order, and the ways to the rest. */
function Namespaces({
  answer,
  query,
  sort,
  cursor,
}: {
  answer: CatalogAnswer;
  query: Query;
  sort: CatalogSort | undefined;
  cursor: string | undefined;
}) {
  const { rows, total, nextCursor } = answer;
  const here = { q: answer.query.text, ...(sort === undefined ? {} : { sort }) };
  if (rows.length === 0)
    return (
      <Section title="Namespaces" flush>
        <NothingFound query={query} sort={sort} others={answer.best.length > 0} />
      </Section>
    );
  return (
    <div className="min-w-0">
      <Section
        title="Namespaces"
        actions={<SortLinks q={here.q} sort={sort} words={query.words.length > 0} />}
        flush
      >
        <NamespaceTable
          rows={rows}
          caption="Namespaces"
          below
          by={sort === 'quota' || sort === 'newest' ? sort : undefined}
        />
      </Section>
      <Pager
        shown={rows.length}
        total={total.count}
        more={total.atLeast}
        next={nextCursor === null ? null : addressOf('/catalog', { ...here, cursor: nextCursor })}
        first={cursor === undefined ? null : addressOf('/catalog', here)}
        exports={[
          { label: 'CSV', href: addressOf('/api/v1/catalog', { ...here, format: 'csv' }) },
          { label: 'JSON', href: addressOf('/api/v1/catalog', here) },
        ]}
      />
    </div>
  );
}

/** "12 namespaces fit", "1,234 namespaces". */
function found(total: Count, all: boolean): string {
  const one = total.count === 1 && !total.atLeast;
  if (total.count === 0) return all ? 'No namespace yet' : 'No namespace fits';
  if (all) return `${countUpTo(total)} ${one ? 'namespace' : 'namespaces'}`;
  return `${countUpTo(total)} ${one ? 'namespace fits' : 'namespaces fit'}`;
}

/** As many finds as an answer has at most, where other kinds than namespaces are asked for. */
const MOST_OTHERS = 50;

/** "3 found", where other kinds are asked for. */
function foundOthers(count: number): string {
  if (count === 0) return 'Nothing fits';
  return count < MOST_OTHERS
    ? `${String(count)} found`
    : `The first ${String(count)}: more words find others`;
}
