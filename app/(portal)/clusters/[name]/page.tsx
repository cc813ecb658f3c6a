import type { Metadata } from 'next';
import { Guardrails } from '../../../../components/clusters/guardrails.tsx';
import { reachability } from '../../../../components/clusters/words.ts';
import { Conditions } from '../../../../components/namespaces/details.tsx';
import { NamespaceTable } from '../../../../components/namespaces/namespace-table.tsx';
import { quotaText, quotaTitle } from '../../../../components/namespaces/quota.tsx';
import { environmentWord } from '../../../../components/namespaces/words.ts';
import { Live } from '../../../../components/shell/live.tsx';
import { Visited } from '../../../../components/shell/palette/visited.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { Pill } from '../../../../components/ui/badge.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Fold } from '../../../../components/ui/fold.tsx';
import { MeterLine } from '../../../../components/ui/meter.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Columns, Fact, Facts, PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { CodeBlock } from '../../../../components/ui/yaml.tsx';
import { Rest } from '../../../../components/ui/pager.tsx';
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
  // The guardrails have a section of their own.
  const others = cluster.conditions.filter(({ type }) => type !== 'GuardrailsProved');
  return (
    <>
      <Live topics={['cluster', 'namespace']} />
      <Visited
        kind="cluster"
        label={cluster.displayName}
        hint={cluster.name}
        href={`/clusters/${cluster.name}`}
      />
      <PageHeader
        title={cluster.displayName}
        kicker={cluster.displayName === cluster.name ? 'Cluster' : cluster.name}
        status={<Pill tone={state.tone}>{state.word}</Pill>}
        actions={
          <ButtonLink href={`/ask?cluster=${cluster.name}&environment=${cluster.environments[0] ?? ''}`}>
            New namespace here
          </ButtonLink>
        }
      />
      {cluster.reachable === false && (
        <div className="mb-5">
          <Notice tone="warn" title={`Not reachable: ${cluster.reason ?? 'no answer'}`} live>
            What runs there keeps running and stays fenced. Changes wait, and are made by themselves when it
            is back.
            {cluster.lastSuccessAt && (
              <>
                {' '}
                It last answered <Ago at={cluster.lastSuccessAt} />.
              </>
            )}
            {cluster.message && <code className="mt-1.5 block text-xs wrap-anywhere">{cluster.message}</code>}
          </Notice>
        </div>
      )}
      <Columns
        rail={
          <>
            <Section title="Facts" plain>
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
            <Section title="What it offers" plain>
              <Facts>
                <Fact name="Gateways">{offer.gateways.join(', ') || 'none'}</Fact>
                {offer.gatewayClasses.length > 0 && (
                  <Fact name="Own gateways">of class {offer.gatewayClasses.join(', ')}</Fact>
                )}
                {offer.issuers.length > 0 && <Fact name="Issuers">{offer.issuers.join(', ')}</Fact>}
                <Fact name="Ingress classes">{offer.ingressClasses.join(', ') || 'none'}</Fact>
                <Fact name="Image registries">{offer.registries.join(', ') || 'any'}</Fact>
              </Facts>
            </Section>
            {operations && operations.headroom.length > 0 && (
              <Section title="Room" plain hint="Quota granted against capacity">
                <ul className="grid gap-4">
                  {operations.headroom.map((line) => (
                    <li key={line.key}>
                      <MeterLine
                        label={quotaTitle(line.key)}
                        used={quotaText(line.key, line.committed)}
                        of={`${quotaText(line.key, line.allocatable)} × ${String(line.overcommit)}`}
                        ratio={line.ratio}
                      />
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            {operations && (
              <Section title="Wiring" plain>
                <Fold title="Configuration">
                  <CodeBlock label="configuration" text={JSON.stringify(operations.config, null, 2)} />
                </Fold>
              </Section>
            )}
          </>
        }
      >
        {cluster.guardrails && <Guardrails guardrails={cluster.guardrails} />}
        {others.length > 0 && (
          <Section title="Conditions">
            <Conditions conditions={others} />
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
          <Rest
            shown={cluster.namespaceRows.length}
            all={cluster.namespaces}
            href={`/namespaces?cluster=${cluster.name}`}
          />
        </Section>
      </Columns>
    </>
  );
}
