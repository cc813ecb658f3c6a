import type { Metadata } from 'next';
import { reachability } from '../../../../components/clusters/words.ts';
import { Conditions } from '../../../../components/namespaces/details.tsx';
import { NamespaceTable } from '../../../../components/namespaces/namespace-table.tsx';
import { quotaText, quotaTitle } from '../../../../components/namespaces/quota.tsx';
import { environmentWord } from '../../../../components/namespaces/words.ts';
import { Live } from '../../../../components/shell/live.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { Status } from '../../../../components/ui/badge.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Meter } from '../../../../components/ui/meter.tsx';
import { Empty, Fact, Facts, Notice, PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { CodeBlock } from '../../../../components/ui/yaml.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { getCluster } from '../../../../lib/queries/clusters.ts';
import { load } from '../../../load.ts';

type Props = PageProps<'/clusters/[name]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

/** One cluster: does Berth reach it, what it offers, what stands on it, and how much room is left. */
export default async function ClusterPage({ params }: Props) {
  const actor = await requireActor();
  const cluster = await load(getCluster(actor, (await params).name));
  const state = reachability(cluster.reachable);
  const { offer, operations } = cluster;
  return (
    <>
      <Live topics={['cluster', 'namespace']} />
      <PageHeader
        title={cluster.displayName}
        kicker={cluster.displayName === cluster.name ? 'Cluster' : cluster.name}
        actions={
          <>
            <span className="mr-2">
              <Status tone={state.tone}>{state.word}</Status>
            </span>
            <ButtonLink href={`/ask?cluster=${cluster.name}&environment=${cluster.environments[0] ?? ''}`}>
              New namespace here
            </ButtonLink>
          </>
        }
      />
      {cluster.reachable === false && (
        <div className="mb-5">
          <Notice tone="warn" title={`Not reachable: ${cluster.reason ?? 'no answer'}`} live>
            {cluster.message} What runs there keeps running and stays fenced. Changes wait, and are made by
            themselves when it is back.
            {cluster.lastSuccessAt && (
              <>
                {' '}
                It last answered <Ago at={cluster.lastSuccessAt} />.
              </>
            )}
          </Notice>
        </div>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-5">
          {cluster.conditions.length > 0 && (
            <Section title="Conditions">
              <Conditions conditions={cluster.conditions} />
            </Section>
          )}
          <Section title="Namespaces" hint={count(cluster.namespaces, 'namespace')} flush>
            {cluster.namespaceRows.length === 0 ? (
              <Empty title="Nothing stands here yet" />
            ) : (
              <NamespaceTable
                rows={cluster.namespaceRows}
                caption={`Namespaces on ${cluster.displayName}`}
                without={['cluster']}
                quota={false}
              />
            )}
            {cluster.namespaces > cluster.namespaceRows.length && (
              <div className="border-t border-line p-3">
                <ButtonLink href={`/namespaces?cluster=${cluster.name}`} size="sm">
                  {`All ${String(cluster.namespaces)}`}
                </ButtonLink>
              </div>
            )}
          </Section>
        </div>
        <div className="grid gap-5">
          <Section title="Facts">
            <Facts>
              <Fact name="Environments">{cluster.environments.map(environmentWord).join(', ')}</Fact>
              {cluster.kubernetesVersion && <Fact name="Kubernetes">{cluster.kubernetesVersion}</Fact>}
              <Fact name="API server">
                <code className="text-xs wrap-anywhere">{cluster.apiServer}</code>
              </Fact>
              <Fact name="Berth">
                {cluster.mode === 'heal' ? 'keeps it as it should be' : 'only observes, and heals nothing'}
              </Fact>
              {cluster.observedAt && (
                <Fact name="Last look">
                  <Ago at={cluster.observedAt} />
                </Fact>
              )}
            </Facts>
          </Section>
          <Section title="What it offers">
            <Facts>
              <Fact name="Gateways">{offer.gateways.join(', ') || 'none'}</Fact>
              <Fact name="Ingress classes">{offer.ingressClasses.join(', ') || 'none'}</Fact>
              <Fact name="Image registries">{offer.registries.join(', ') || 'any'}</Fact>
            </Facts>
          </Section>
          {operations && operations.headroom.length > 0 && (
            <Section title="Room" hint="Quota granted against capacity">
              <ul className="grid gap-4">
                {operations.headroom.map((line) => {
                  const granted = quotaText(line.key, line.committed);
                  const there = quotaText(line.key, line.allocatable);
                  const text = `${granted} of ${there} × ${String(line.overcommit)}`;
                  return (
                    <li key={line.key}>
                      <div className="mb-1.5 flex justify-between gap-3">
                        <span className="text-soft">{quotaTitle(line.key)}</span>
                        <span className="num">{text}</span>
                      </div>
                      <Meter label={`${quotaTitle(line.key)} granted`} ratio={line.ratio} text={text} />
                    </li>
                  );
                })}
              </ul>
            </Section>
          )}
          {operations && (
            <Section title="Wiring">
              <details>
                <summary className="inline-flex min-h-6 items-center rounded-sm text-xs text-tide">
                  Configuration
                </summary>
                <div className="mt-2">
                  <CodeBlock label="configuration" text={JSON.stringify(operations.config, null, 2)} />
                </div>
              </details>
            </Section>
          )}
        </div>
      </div>
    </>
  );
}
