import type { Metadata } from 'next';
import Link from 'next/link';
import { Audit } from '../../../../../components/namespaces/details.tsx';
import { environmentWord, PHASES } from '../../../../../components/namespaces/words.ts';
import { RequestTable } from '../../../../../components/requests/request-table.tsx';
import { Live } from '../../../../../components/shell/live.tsx';
import { Visited } from '../../../../../components/shell/palette/visited.tsx';
import { Ago } from '../../../../../components/ui/ago.tsx';
import { Pill } from '../../../../../components/ui/badge.tsx';
import { DialogButton } from '../../../../../components/ui/dialog-button.tsx';
import { Empty } from '../../../../../components/ui/empty.tsx';
import { ActionForm, Submit } from '../../../../../components/ui/form.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { PageHeader, Section } from '../../../../../components/ui/surface.tsx';
import { Tabs } from '../../../../../components/ui/tabs.tsx';
import { CodeBlock } from '../../../../../components/ui/yaml.tsx';
import { requireActor } from '../../../../../lib/auth/session.ts';
import { ACCESS_ROLES } from '../../../../../lib/domain/desired-state/words.ts';
import { getCluster } from '../../../../../lib/queries/clusters.ts';
import { namespaceHosts } from '../../../../../lib/queries/hosts.ts';
import { getNamespace } from '../../../../../lib/queries/namespaces.ts';
import { getNamespaceNetwork } from '../../../../../lib/queries/network.ts';
import { getOwnership } from '../../../../../lib/queries/truth.ts';
import type { NamespaceView } from '../../../../../lib/queries/types.ts';
import { load } from '../../../../load.ts';
import { one } from '../../../../search-params.ts';
import { changeNamespaceAction, retryNamespaceAction } from './actions.ts';
import { ChangeForm } from './change-form.tsx';
import { Connect } from './connect.tsx';
import { DeleteForm } from './delete-form.tsx';
import { Hosts } from './hosts.tsx';
import { Network } from './network.tsx';
import { Overview } from './overview.tsx';

type Props = PageProps<'/namespaces/[cluster]/[name]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

/** One namespace: who owns it, what for, what is promised, where its docs and dashboards are; and how it stands. */
export default async function NamespacePage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const [{ cluster, name }, query] = await Promise.all([params, searchParams]);
  const view = await load(getNamespace(actor, decodeURIComponent(cluster), decodeURIComponent(name)));
  const { details } = view;
  const path = `/namespaces/${view.cluster.name}/${view.name}`;
  const tabs = [
    { id: 'overview', label: 'Overview' },
    { id: 'connect', label: 'Connect' },
    { id: 'hosts', label: 'Hosts', count: view.hosts.length },
    // A team at the other end of a connection is led here by a link, and sees its own part.
    ...(details || one(query['tab']) === 'network' ? [{ id: 'network', label: 'Network' }] : []),
    ...(details
      ? [
          { id: 'yaml', label: 'YAML' },
          { id: 'history', label: 'History' },
        ]
      : []),
  ];
  const tab = tabs.find(({ id }) => id === one(query['tab']))?.id ?? 'overview';
  return (
    <>
      <Live topics={['namespace']} ids={[view.id]} />
      <Visited
        kind="namespace"
        label={view.name}
        hint={`${view.team.name}, on ${view.cluster.name}`}
        href={path}
      />
      <PageHeader
        kicker={
          <>
            {environmentWord(view.environment)} on{' '}
            <Link href={`/clusters/${view.cluster.name}`} className="link">
              {view.cluster.displayName}
            </Link>
          </>
        }
        title={view.name}
        status={<Pill {...PHASES[view.phase]}>{view.phase}</Pill>}
        description={view.purpose}
        actions={
          <>
            {view.may.retry && view.phase !== 'Ready' && (
              <ActionForm action={retryNamespaceAction.bind(null, view.cluster.name, view.name)}>
                <Submit tone="plain" busy="Asking…">
                  Try again now
                </Submit>
              </ActionForm>
            )}
            {view.may.change && details && (
              <DialogButton label="Change" title={`Change ${view.name}`}>
                <ChangeForm
                  action={changeNamespaceAction.bind(null, view.cluster.name, view.name, view.version)}
                  purpose={view.purpose}
                  contact={view.contact}
                  expiresAt={view.expiresAt}
                  quota={details.spec.quota}
                  access={details.access}
                  roles={ACCESS_ROLES}
                />
              </DialogButton>
            )}
            {view.may.delete && (
              <DialogButton label="Delete" title={`Delete ${view.name}`} tone="danger">
                <DeleteForm view={view} />
              </DialogButton>
            )}
          </>
        }
      />
      <StateNotice view={view} />
      <Tabs path={path} tabs={tabs} current={tab} label={`Parts of ${view.name}`} />
      {tab === 'overview' && (
        <Overview view={view} ownership={await load(getOwnership(actor, view.service.slug))} />
      )}
      {tab === 'connect' && (
        <Connect view={view} caBundle={(await load(getCluster(actor, view.cluster.name))).caBundle} />
      )}
      {tab === 'hosts' && (
        <Hosts view={view} hosts={await load(namespaceHosts(actor, view.cluster.name, view.name))} />
      )}
      {tab === 'network' && (
        <Network view={view} network={await load(getNamespaceNetwork(actor, view.cluster.name, view.name))} />
      )}
      {tab === 'yaml' && details && (
        <Section
          bare
          title="What Berth keeps on the cluster"
          hint="Applied server-side as field manager “berth”"
        >
          <CodeBlock text={details.yaml} label="YAML" yaml tall />
          <p className="mt-3 text-xs text-faint">
            The same text comes from{' '}
            <a className="link" href={`/api/v1${path}/yaml`}>
              /api/v1{path}/yaml
            </a>
            .
          </p>
        </Section>
      )}
      {tab === 'history' && details && (
        <div className="grid gap-5">
          <Section title="Requests" flush>
            {details.requests.length === 0 ? (
              <Empty title="No request has named this namespace" />
            ) : (
              <RequestTable rows={details.requests} caption={`Requests about ${view.name}`} />
            )}
          </Section>
          <Section title="Audit" flush>
            <Audit rows={details.audit} caption={`Audit events of ${view.name}`} />
          </Section>
        </div>
      )}
    </>
  );
}

function StateNotice({ view }: { view: NamespaceView }) {
  if (view.phase === 'Deleting') {
    return (
      <div className="mb-5">
        <Notice tone="warn" title="This namespace is being deleted" live>
          {view.deletionRequestedAt && (
            <>
              Asked for <Ago at={view.deletionRequestedAt} />.{' '}
            </>
          )}
          Its name stays taken until the cluster confirms that everything in it is gone. {view.phaseMessage}
        </Notice>
      </div>
    );
  }
  if (view.clusterReachable === false && view.phase !== 'Ready') {
    return (
      <div className="mb-5">
        <Notice tone="warn" title="Waiting for the cluster" live>
          {view.cluster.displayName} does not answer. Berth goes on by itself when it is back; there is
          nothing to do.
        </Notice>
      </div>
    );
  }
  if (view.phase === 'Degraded') {
    return (
      <div className="mb-5">
        <Notice tone="bad" title="Something is not as it should be" live>
          {view.phaseMessage || 'A condition below says what.'}
        </Notice>
      </div>
    );
  }
  return null;
}
