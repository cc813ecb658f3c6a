import type { Metadata } from 'next';
import { AskForm } from '../../../components/ask/ask-form.tsx';
import type { AskValues } from '../../../components/ask/values.ts';
import { NoTeam } from '../../../components/shell/no-team.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/surface.tsx';
import { requireActor } from '../../../lib/auth/session.ts';
import { askOptions, currentWish } from '../../../lib/queries/ask-options.ts';
import type { AskOptions } from '../../../lib/queries/types.ts';
import { load } from '../../load.ts';
import { one } from '../../search-params.ts';
import { askAction } from './actions.ts';

export const metadata: Metadata = { title: 'Ask for a namespace' };

type Query = Record<string, string | string[] | undefined>;
type Wished = { team: string | undefined; service: string | undefined };

/** The day two weeks after an ISO day. */
function fortnight(today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + 14 * 86_400_000).toISOString().slice(0, 10);
}

/** What the form begins with: the address's wishes where they exist, else the usual case. */
function beginning(options: AskOptions, query: Query, wished: Wished, today: string): AskValues {
  const wish = (name: string) => one(query[name]);
  const service = options.services.find(({ slug }) => slug === wished.service);
  const team =
    options.teams.find(({ slug }) => slug === (service?.team ?? wished.team))?.slug ??
    options.teams[0]?.slug ??
    '';
  const offered = options.environments.filter((environment) =>
    options.clusters.some(({ environments }) => environments.includes(environment)),
  );
  const environment =
    offered.find((word) => word === wish('environment')) ??
    offered.find((word) => word === 'development') ??
    offered[0] ??
    'development';
  const clusters = options.clusters.filter(({ environments }) => environments.includes(environment));
  const own = options.services.filter((candidate) => candidate.team === team);
  return {
    team,
    service: service?.slug ?? (own.length === 0 ? '+new' : ''),
    serviceName: '',
    environment,
    cluster: (clusters.find(({ name }) => name === wish('cluster')) ?? clusters[0])?.name ?? '',
    name: wish('name') ?? '',
    size: 'S',
    purpose: wish('purpose') ?? '',
    expiresAt: environment === 'sandbox' ? fortnight(today) : '',
    reason: '',
    quota: {},
    access: null,
  };
}

/** Asking for a namespace. */
export default async function AskPage({ searchParams }: PageProps<'/ask'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const wish = { team: one(query['team']), service: one(query['service']) };
  const [options, wished] = await Promise.all([load(askOptions(actor)), load(currentWish(actor, wish))]);
  const today = new Date().toISOString().slice(0, 10);
  return (
    <>
      <PageHeader
        title="Ask for a namespace"
        description="Inside the guardrails it is granted at once. Outside, you see whose yes it needs, and why."
      />
      {options.teams.length === 0 ? (
        <NoTeam email={actor.email} />
      ) : options.clusters.length === 0 ? (
        <Notice tone="warn" title="There is no cluster yet">
          An administrator has to register one first. Ask the platform team.
        </Notice>
      ) : (
        <AskForm
          action={askAction}
          options={options}
          initial={beginning(options, query, wished, today)}
          today={today}
        />
      )}
    </>
  );
}
