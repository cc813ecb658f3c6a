import type { Metadata } from 'next';
import Link from 'next/link';
import { TransferList } from '../../components/catalog/transfers.tsx';
import { ClusterTable } from '../../components/clusters/cluster-table.tsx';
import { NamespaceTable } from '../../components/namespaces/namespace-table.tsx';
import { RequestTable } from '../../components/requests/request-table.tsx';
import { Live } from '../../components/shell/live.tsx';
import { NoTeam } from '../../components/shell/no-team.tsx';
import { ButtonLink } from '../../components/ui/button.tsx';
import { count } from '../../components/ui/format.ts';
import { Empty } from '../../components/ui/empty.tsx';
import { PageHeader, Section } from '../../components/ui/surface.tsx';
import { requireActor } from '../../lib/auth/session.ts';
import { home } from '../../lib/queries/home.ts';
import type { HomeView } from '../../lib/queries/types.ts';
import { load } from '../load.ts';
import { TransferVerbs } from './services/[slug]/transfer-verbs.tsx';

export const metadata: Metadata = { title: 'Home' };

/** "2 requests wait for your yes or no, 1 namespace needs a look." */
function needsOf(view: HomeView): string {
  const parts = [
    view.toDecideTotal > 0 &&
      `${count(view.toDecideTotal, 'request')} ${view.toDecideTotal === 1 ? 'waits' : 'wait'} for your yes or no`,
    view.attention.length > 0 &&
      `${count(view.attention.length, 'namespace')} of your teams ${view.attention.length === 1 ? 'needs' : 'need'} a look`,
    view.transfers.length > 0 &&
      `${count(view.transfers.length, 'service')} ${view.transfers.length === 1 ? 'looks' : 'look'} for a team`,
    view.toConfirm > 0 &&
      `${count(view.toConfirm, 'service')} ${view.toConfirm === 1 ? 'waits' : 'wait'} for your team’s word`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'Nothing needs you right now.' : `${parts.join(', ')}.`;
}

/** What needs me now, and what is mine. */
export default async function HomePage() {
  const actor = await requireActor();
  const view = await load(home(actor));
  const first = actor.name.split(/\s+/)[0] ?? actor.name;
  // Whoever looks after the portal belongs to no team as a rule, and misses nothing.
  const overseer = actor.roles.length > 0;
  return (
    <>
      <Live topics={['namespace', 'request', 'cluster', 'service']} />
      <PageHeader title={`Hello, ${first}`} description={needsOf(view)} />
      <div className="grid gap-9">
        {view.toDecide.length > 0 && (
          <Section
            title="Waiting for your decision"
            flush
            actions={
              <Link href="/approvals" className="link inline-flex min-h-6 items-center text-xs">
                {view.toDecideTotal > view.toDecide.length
                  ? `Decide all ${String(view.toDecideTotal)}`
                  : 'Decide'}
              </Link>
            }
          >
            <RequestTable rows={view.toDecide} caption="Requests that wait for your decision" />
          </Section>
        )}
        {(view.transfers.length > 0 || view.toConfirm > 0) && <Ownership view={view} />}
        {view.attention.length > 0 && (
          <Section title="Needs a look" hint="Not ready, or expires within 7 days" flush>
            <NamespaceTable
              rows={view.attention}
              caption="Namespaces of your teams that need a look"
              quota={false}
            />
          </Section>
        )}
        {view.teams.length > 0 && <TeamNamespaces view={view} />}
        {overseer && <Clusters clusters={view.clusters} />}
        {view.teams.length === 0 && !overseer && <NoTeam email={actor.email} />}
        {view.myRequests.length > 0 && (
          <Section
            title="Your requests"
            flush
            actions={
              <Link href="/requests" className="link inline-flex min-h-6 items-center text-xs">
                All
              </Link>
            }
          >
            <RequestTable rows={view.myRequests} caption="Requests that you made" />
          </Section>
        )}
      </div>
    </>
  );
}

/** What the reader's teams are asked about what they own, or should. */
function Ownership({ view }: { view: HomeView }) {
  const { transfers, toConfirm } = view;
  return (
    <Section title="Whose is it?" hint="So that the catalog stays true" flush>
      {transfers.length > 0 && (
        <TransferList
          rows={transfers}
          label="Services that look for a team"
          verbs={(transfer) => <TransferVerbs transfer={transfer} />}
        />
      )}
      {toConfirm > 0 && (
        <p className="flex flex-wrap items-center justify-between gap-3 border-line px-4 py-3 not-first:border-t">
          {count(toConfirm, 'service')} {toConfirm === 1 ? 'is' : 'are'} to be confirmed as yours, with
          contacts and links.
          <ButtonLink href="/confirm" size="sm">
            Look and confirm
          </ButtonLink>
        </p>
      )}
    </Section>
  );
}

function TeamNamespaces({ view }: { view: HomeView }) {
  return (
    <Section
      title="Namespaces of your teams"
      flush
      actions={
        <p className="flex flex-wrap gap-x-4 text-xs">
          {view.teams.map((team) => (
            <Link
              key={team.slug}
              href={`/namespaces?team=${team.slug}`}
              className="link inline-flex min-h-6 items-center"
            >
              {team.name}
            </Link>
          ))}
        </p>
      }
    >
      {view.namespaces.length === 0 ? (
        <Empty
          title="Your teams have no namespace yet"
          action={
            <ButtonLink href="/ask" tone="primary">
              Ask for the first one
            </ButtonLink>
          }
        >
          Choose a service, an environment and a size. Inside the guardrails it is granted at once, and stands
          on its cluster in seconds.
        </Empty>
      ) : (
        <NamespaceTable
          rows={view.namespaces}
          caption="Namespaces of your teams"
          without={view.teams.length === 1 ? ['team'] : []}
        />
      )}
      {view.namespaceTotal > view.namespaces.length && view.namespaces.length > 0 && (
        <p className="num border-t border-line px-4 py-2.5 text-xs text-faint">
          {view.namespaces.length} of {view.namespaceTotal} shown; the names of your teams above lead to the
          rest.
        </p>
      )}
    </Section>
  );
}

function Clusters({ clusters }: { clusters: HomeView['clusters'] }) {
  return (
    <Section title="Clusters" flush>
      {clusters.length === 0 ? (
        <Empty title="There is no cluster yet">
          Register one over the API, and install the guardrail bundle on it.
        </Empty>
      ) : (
        <ClusterTable clusters={clusters} />
      )}
    </Section>
  );
}
