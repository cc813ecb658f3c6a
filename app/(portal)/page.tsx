import type { Metadata } from 'next';
import Link from 'next/link';
import { NamespaceTable } from '../../components/namespaces/namespace-table.tsx';
import { RequestTable } from '../../components/requests/request-table.tsx';
import { Live } from '../../components/shell/live.tsx';
import { NoTeam } from '../../components/shell/shell.tsx';
import { ButtonLink } from '../../components/ui/button.tsx';
import { count } from '../../components/ui/format.ts';
import { Empty, PageHeader, Section } from '../../components/ui/surface.tsx';
import { requireActor } from '../../lib/auth/session.ts';
import { home } from '../../lib/queries/home.ts';
import { load } from '../load.ts';

export const metadata: Metadata = { title: 'Home' };

/** What needs me now, and what is mine. */
export default async function HomePage() {
  const actor = await requireActor();
  const view = await load(home(actor));
  const first = actor.name.split(/\s+/)[0] ?? actor.name;
  const needs = view.toDecideTotal + view.attention.length;
  return (
    <>
      <Live topics={['namespace', 'request']} />
      <PageHeader
        title={`Hello, ${first}`}
        description={
          needs === 0
            ? 'Nothing needs you right now.'
            : [
                view.toDecideTotal > 0 &&
                  `${count(view.toDecideTotal, 'request')} waiting for your yes or no`,
                view.attention.length > 0 &&
                  `${count(view.attention.length, 'namespace')} of your teams that ${view.attention.length === 1 ? 'needs' : 'need'} a look`,
              ]
                .filter(Boolean)
                .join(', ') + '.'
        }
      />
      <div className="grid gap-5">
        {view.toDecide.length > 0 && (
          <Section
            title="Waiting for your decision"
            flush
            actions={
              <Link href="/approvals" className="link text-xs">
                {view.toDecideTotal > view.toDecide.length ? `All ${String(view.toDecideTotal)}` : 'Decide'}
              </Link>
            }
          >
            <RequestTable rows={view.toDecide} caption="Requests that wait for your decision" />
          </Section>
        )}
        {view.attention.length > 0 && (
          <Section title="Needs a look" hint="Not ready, or expires within 7 days" flush>
            <NamespaceTable
              rows={view.attention}
              caption="Namespaces of your teams that need a look"
              quota={false}
            />
          </Section>
        )}
        {view.teams.length === 0 && <NoTeam email={actor.email} />}
        {view.teams.length > 0 && (
          <Section
            title="Namespaces of your teams"
            flush
            actions={
              <p className="flex flex-wrap gap-x-4 text-xs">
                {view.teams.map((team) => (
                  <Link key={team.slug} href={`/namespaces?team=${team.slug}`} className="link py-1">
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
                Choose a service, an environment and a size. Inside the guardrails it is granted at once, and
                stands on its cluster in seconds.
              </Empty>
            ) : (
              <NamespaceTable rows={view.namespaces} caption="Namespaces of your teams" />
            )}
          </Section>
        )}
        {view.myRequests.length > 0 && (
          <Section
            title="Your requests"
            flush
            actions={
              <Link href="/requests" className="link text-xs">
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
