import type { Metadata } from 'next';
import Link from 'next/link';
import { NetworkMap } from '../../../../../components/network/network-map.tsx';
import { NetworkTable } from '../../../../../components/network/network-table.tsx';
import { Live } from '../../../../../components/shell/live.tsx';
import { Empty } from '../../../../../components/ui/empty.tsx';
import { count } from '../../../../../components/ui/format.ts';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { PageHeader, Panel, Section } from '../../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../../lib/auth/session.ts';
import { getTeamNetwork } from '../../../../../lib/queries/network.ts';
import { getTeam } from '../../../../../lib/queries/teams.ts';
import { load } from '../../../../load.ts';
import { EndConnection } from '../../../network/end-connection.tsx';

type Props = PageProps<'/teams/[slug]/network'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Network of ${(await params).slug}` };
}

/** A team's network: its namespaces that are connected or reach out, and whom they talk to. */
export default async function TeamNetworkPage({ params }: Props) {
  const actor = await requireActor();
  const { slug } = await params;
  const [team, network] = await Promise.all([load(getTeam(actor, slug)), load(getTeamNetwork(actor, slug))]);
  return (
    <>
      <Live topics={['namespace', 'team']} />
      <PageHeader
        kicker={
          <Link href={`/teams/${slug}`} className="link">
            {team.name}
          </Link>
        }
        title="Network"
        description={
          network.complete
            ? `Connections and destinations of its ${count(network.namespaceTotal, 'namespace')}. What every namespace has anyway (DNS, gateways, monitoring) is on the namespace’s own page.`
            : 'You see the connections between this team and yours.'
        }
      />
      {network.edges.length === 0 ? (
        <Panel flush>
          <Empty
            title={
              network.complete && network.namespaceTotal === 0
                ? 'This team has no namespace yet'
                : 'No namespace of this team is connected to another'
            }
          >
            Each stands alone behind its default-deny policies. A connection is asked for on a namespace’s
            page, under Network.
          </Empty>
        </Panel>
      ) : (
        <div className="grid gap-7">
          {!network.enforced && (
            <Notice tone="warn" title="Enforcement is not proved on every cluster">
              Berth has written these policies, but for at least one cluster nobody has confirmed that its
              network plugin enforces them.
            </Notice>
          )}
          {network.truncated && (
            <Notice title="There are more connections than a picture can hold">
              The first of them are shown; each namespace’s page shows its own in full.
            </Notice>
          )}
          <Section title="Who may talk to whom" hint="Everything that isn’t shown is closed, both ways" bare>
            <NetworkMap picture={network} />
            <h3 className="mt-7 mb-2 text-base font-semibold max-md:sr-only">Line by line</h3>
            <Panel flush>
              <NetworkTable
                picture={network}
                caption={`Traffic of ${team.name}`}
                end={(edge) =>
                  network.mayEnd.includes(edge.connectionId) && (
                    <EndConnection edge={edge} nodes={network.nodes} />
                  )
                }
              />
            </Panel>
          </Section>
        </div>
      )}
    </>
  );
}
