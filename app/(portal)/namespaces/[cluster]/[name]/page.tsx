import type { Metadata } from 'next';
import Link from 'next/link';
import { Access, Audit, Conditions, Corrections } from '../../../../../components/namespaces/details.tsx';
import { linkTitle, Outside, splitLinks } from '../../../../../components/namespaces/links.tsx';
import { ObjectList, Progress } from '../../../../../components/namespaces/progress.tsx';
import { QuotaTable } from '../../../../../components/namespaces/quota.tsx';
import { environmentWord, PHASES } from '../../../../../components/namespaces/words.ts';
import { RequestTable } from '../../../../../components/requests/request-table.tsx';
import { Live } from '../../../../../components/shell/live.tsx';
import { Ago } from '../../../../../components/ui/ago.tsx';
import { Status } from '../../../../../components/ui/badge.tsx';
import { buttonClass } from '../../../../../components/ui/button.tsx';
import { DialogButton } from '../../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit, TextArea, TextField } from '../../../../../components/ui/form.tsx';
import { Empty, Fact, Facts, Notice, PageHeader, Section } from '../../../../../components/ui/surface.tsx';
import { Tabs } from '../../../../../components/ui/tabs.tsx';
import { CodeBlock } from '../../../../../components/ui/yaml.tsx';
import { requireActor } from '../../../../../lib/auth/session.ts';
import { ACCESS_ROLES } from '../../../../../lib/domain/desired-state/words.ts';
import { progressOf } from '../../../../../lib/domain/progress/index.ts';
import { getCluster } from '../../../../../lib/queries/clusters.ts';
import { getNamespace } from '../../../../../lib/queries/namespaces.ts';
import type { NamespaceView } from '../../../../../lib/queries/types.ts';
import { load } from '../../../../load.ts';
import { one } from '../../../../search-params.ts';
import { changeNamespaceAction, deleteNamespaceAction, retryNamespaceAction } from './actions.ts';
import { ChangeForm } from './change-form.tsx';
import { downloadHref, kubeconfigOf } from './kubeconfig.ts';

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
      <PageHeader
        kicker={
          <span className="flex flex-wrap items-center gap-x-2">
            {environmentWord(view.environment)} on{' '}
            <Link href={`/clusters/${view.cluster.name}`} className="link">
              {view.cluster.displayName}
            </Link>
          </span>
        }
        title={view.name}
        description={view.purpose}
        actions={
          <>
            <span className="mr-2">
              <Status {...PHASES[view.phase]}>{view.phase}</Status>
            </span>
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
      {tab === 'overview' && <Overview view={view} />}
      {tab === 'connect' && (
        <Connect view={view} caBundle={(await load(getCluster(actor, view.cluster.name))).caBundle} />
      )}
      {tab === 'yaml' && details && (
        <Section title="What Berth keeps on the cluster" hint="Applied server-side as field manager “berth”">
          <CodeBlock text={details.yaml} label="YAML" yaml tall />
          <p className="mt-2 text-xs text-faint">
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

function Overview({ view }: { view: NamespaceView }) {
  const { details } = view;
  const links = splitLinks({ ...view.serviceCard.links, ...view.links });
  const settled = view.phase === 'Ready' || view.phase === 'Deleting';
  const steps = details
    ? progressOf(
        details.conditions,
        details.objects.map((object) => ({
          kind: object.kind,
          name: object.name,
          stage: object.stage,
          state: object.state,
          at: object.at ?? view.statusUpdatedAt,
          ...(object.message === null ? {} : { message: object.message }),
        })),
        view.generation,
        view.observedGeneration,
      )
    : [];
  const { sla } = view.serviceCard;
  const promises: [string, string | undefined][] = [
    ['Availability', sla.availability],
    ['Support', sla.support],
    ['Response', sla.responseTime],
    ['Recovery time', sla.rto],
    ['Recovery point', sla.rpo],
  ];
  const promised = promises.filter(([, value]) => value !== undefined && value !== '');
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      {details && !settled && (
        <Section title={view.phase === 'Degraded' ? 'What is missing' : 'On the way to Ready'}>
          <Progress steps={steps} objects={details.objects} />
        </Section>
      )}
      <div className="grid gap-5 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <Section title="Who, what, and where">
          <Facts>
            <Fact name="Owner">
              <Link href={`/teams/${view.teamCard.slug}`} className="link font-medium">
                {view.teamCard.name}
              </Link>
              <div className="mt-0.5 flex flex-wrap gap-x-3 text-xs">
                {(view.contact ?? view.teamCard.contactEmail) && (
                  <Outside href={`mailto:${view.contact ?? view.teamCard.contactEmail ?? ''}`}>
                    {view.contact ?? view.teamCard.contactEmail ?? ''}
                  </Outside>
                )}
                {view.teamCard.chatUrl && <Outside href={view.teamCard.chatUrl}>Chat</Outside>}
                {view.teamCard.onCallUrl && <Outside href={view.teamCard.onCallUrl}>On call</Outside>}
              </div>
            </Fact>
            <Fact name="Service">
              <Link href={`/services/${view.serviceCard.slug}`} className="link font-medium">
                {view.serviceCard.name}
              </Link>
              {view.serviceCard.description && (
                <p className="text-xs text-soft">{view.serviceCard.description}</p>
              )}
            </Fact>
            <Fact name="Promise">
              {promised.length === 0 ? (
                <span className="text-soft">Nothing is promised for this service.</span>
              ) : (
                <ul>
                  {promised.map(([title, value]) => (
                    <li key={title}>
                      <span className="text-soft">{title}</span> {value}
                    </li>
                  ))}
                </ul>
              )}
              {view.serviceCard.tier !== null && (
                <p className="text-xs text-soft">Tier {view.serviceCard.tier} of 4</p>
              )}
            </Fact>
            <Fact name="Docs">
              <LinkList links={links.docs} none="The service names no documentation." />
            </Fact>
            <Fact name="Dashboards">
              <LinkList links={links.boards} none="The service names no dashboards." />
            </Fact>
            {view.hosts.length > 0 && <Fact name="Hosts">{view.hosts.join(', ')}</Fact>}
            {view.expiresAt && (
              <Fact name="Expires">
                <Ago at={view.expiresAt} />
              </Fact>
            )}
          </Facts>
        </Section>
        <Section title="Life">
          <Facts>
            <Fact name="Created">
              <Ago at={view.createdAt} />
              {details?.createdBy && <span className="text-soft"> by {details.createdBy.name}</span>}
            </Fact>
            {view.readyAt && (
              <Fact name="Ready since">
                <Ago at={view.readyAt} />
              </Fact>
            )}
            <Fact name="Generation">
              <span className="num">
                {view.generation}
                <span className="text-faint">
                  {view.observedGeneration >= view.generation
                    ? ', as the cluster has it'
                    : `, the cluster has ${String(view.observedGeneration)}`}
                </span>
              </span>
            </Fact>
            {details?.uid && (
              <Fact name="UID">
                <code className="text-xs wrap-anywhere">{details.uid}</code>
              </Fact>
            )}
            {details && !settled && details.attempts > 0 && details.nextPassAt && (
              <Fact name="Next try">
                <Ago at={details.nextPassAt} />
                <span className="text-soft"> after {details.attempts} that failed</span>
              </Fact>
            )}
          </Facts>
        </Section>
      </div>
      <div className="grid min-w-0 gap-5 lg:col-start-1">
        <Section title="Quota">
          <QuotaTable quota={view.quota} />
        </Section>
        {details && (
          <Section title="Access" hint="Kubernetes roles in this namespace">
            <Access entries={details.access} />
          </Section>
        )}
        {details && details.corrections.length > 0 && (
          <Section title="Corrections" hint="Edits by others that Berth put right" flush>
            <Corrections rows={details.corrections} />
          </Section>
        )}
        {details && (
          <Section title="Conditions">
            <Conditions conditions={details.conditions} />
            {settled && <ObjectList objects={details.objects} />}
          </Section>
        )}
      </div>
    </div>
  );
}

function LinkList({ links, none }: { links: [string, string][]; none: string }) {
  if (links.length === 0) return <span className="text-soft">{none}</span>;
  return (
    <ul className="grid gap-0.5">
      {links.map(([key, href]) => (
        <li key={key}>
          <Outside href={href}>{linkTitle(key)}</Outside>
        </li>
      ))}
    </ul>
  );
}

function Connect({ view, caBundle }: { view: NamespaceView; caBundle: string | null }) {
  const kubeconfig = kubeconfigOf(view, caBundle);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="grid min-w-0 gap-5">
        <Section title="With kubectl, as yourself">
          <div className="grid min-w-0 gap-3">
            <p className="text-soft">
              Your own account signs you in on the cluster too; Berth hands out no credential. You need
              kubectl and its plugin for OpenID Connect, <code>kubectl-oidc_login</code>.
            </p>
            <p>
              <a
                className={buttonClass('plain')}
                href={downloadHref(kubeconfig)}
                download={`${view.cluster.name}-${view.name}.yaml`}
              >
                Download kubeconfig
              </a>
            </p>
            <CodeBlock
              label="kubectl command"
              wrap
              text={`kubectl --kubeconfig ${view.cluster.name}-${view.name}.yaml get pods`}
            />
          </div>
        </Section>
        <Section title="From a pipeline">
          <div className="grid min-w-0 gap-3">
            <p className="text-soft">
              The ServiceAccount <code>berth-deployer</code> may deploy here. A maintainer of the namespace
              makes a short-lived token for it:
            </p>
            <CodeBlock
              label="token command"
              wrap
              text={`kubectl create token berth-deployer --namespace ${view.name} --duration 1h`}
            />
          </div>
        </Section>
        <Section title="API server">
          <CodeBlock label="API server address" text={view.apiServer} wrap />
        </Section>
      </div>
      <Section title="Kubeconfig" hint="Without secrets">
        <CodeBlock label="kubeconfig" yaml text={kubeconfig} />
      </Section>
    </div>
  );
}

function DeleteForm({ view }: { view: NamespaceView }) {
  return (
    <ActionForm
      action={deleteNamespaceAction.bind(null, view.cluster.name, view.name)}
      label="Delete this namespace"
      className="grid gap-4"
    >
      <p>
        Everything in <strong>{view.name}</strong> on {view.cluster.displayName} is deleted: workloads,
        configuration, and the data of its volumes. It can’t be undone. A maintainer’s word is enough; from
        anybody else, a maintainer has to agree first. The name becomes free when the cluster confirms that it
        is gone.
      </p>
      <TextField
        name="confirmName"
        label={`Type ${view.name} to confirm`}
        idPrefix="delete"
        required
        spellCheck={false}
      />
      <TextArea name="reason" label="Why" optional rows={2} idPrefix="delete" />
      <div>
        <Submit tone="danger" busy="Deleting…">
          Delete namespace
        </Submit>
      </div>
    </ActionForm>
  );
}
