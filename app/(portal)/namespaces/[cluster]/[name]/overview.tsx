import Link from 'next/link';
import { Fragment } from 'react';
import { Access, Conditions, Corrections, Findings } from '../../../../../components/namespaces/details.tsx';
import { FirstHelp } from '../../../../../components/catalog/first-help.tsx';
import { LinkGroups } from '../../../../../components/catalog/link-groups.tsx';
import { Outside } from '../../../../../components/namespaces/links.tsx';
import { ObjectList, Progress } from '../../../../../components/namespaces/progress.tsx';
import { QuotaTable } from '../../../../../components/namespaces/quota.tsx';
import { stepsOf } from '../../../../../components/namespaces/steps.ts';
import { PromiseSection } from '../../../../../components/people/promise.tsx';
import { Ago } from '../../../../../components/ui/ago.tsx';
import { Columns, Fact, Facts, Section } from '../../../../../components/ui/surface.tsx';
import type { NamespaceView, OwnershipView } from '../../../../../lib/queries/types.ts';
import { reportBeside } from '../../../services/[slug]/ownership.tsx';
import { NotOurs } from '../../../services/[slug]/transfer-verbs.tsx';

/** How a namespace stands, and beside it the five answers: who owns it, what for, what is promised, where are docs and dashboards. */
export function Overview({ view, ownership }: { view: NamespaceView; ownership: OwnershipView }) {
  const { details } = view;
  const settled = view.phase === 'Ready' || view.phase === 'Deleting';
  return (
    <>
      <FirstHelp of={view.name} team={view.teamCard} links={view.catalogLinks} />
      <Columns rail={<Rail view={view} ownership={ownership} />}>
        {details && !settled && (
          <Section title={view.phase === 'Degraded' ? 'What is missing' : 'On the way to Ready'}>
            <Progress steps={stepsOf(view, details)} objects={details.objects} />
          </Section>
        )}
        <Section
          title="Quota"
          hint={
            view.quota.observedAt && (
              <>
                Counted by the cluster <Ago at={view.quota.observedAt} />
              </>
            )
          }
        >
          <QuotaTable quota={view.quota} />
        </Section>
        <PromiseSection sla={view.serviceCard.sla} tier={view.serviceCard.tier} />
        {details && (
          <Section title="Access" hint="Kubernetes roles in this namespace">
            <Access entries={details.access} />
          </Section>
        )}
        {details && details.findings.length > 0 && (
          <Section title="To look at" hint="Noticed by Berth, and the team’s to put right">
            <Findings rows={details.findings} />
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
      </Columns>
    </>
  );
}

/** A host, which breaks before a dot rather than within a word. */
function Host({ name }: { name: string }) {
  return name.split('.').map((label, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {at > 0 && '.'}
      {label}
    </Fragment>
  ));
}

function Rail({ view, ownership }: { view: NamespaceView; ownership: OwnershipView }) {
  const { details, teamCard, serviceCard } = view;
  const { may, transfer } = ownership;
  const mail = view.contact ?? teamCard.contactEmail;
  return (
    <>
      <Section title="Who and what" plain>
        <Facts>
          <Fact name="Owner">
            <Link href={`/teams/${teamCard.slug}`} className="link font-medium">
              {teamCard.name}
            </Link>
            <div className="mt-0.5 flex flex-wrap gap-x-3 text-xs">
              {mail && <Outside href={`mailto:${mail}`}>{mail}</Outside>}
            </div>
            {transfer && (
              <p className="mt-0.5 text-xs text-warn">
                In question: {transfer.to?.name ?? 'another team'}{' '}
                {transfer.to ? 'is asked to take it' : 'is being looked for'}.
              </p>
            )}
            {may.disown && (
              <div className="mt-1 -ml-2.5">
                <NotOurs slug={serviceCard.slug} name={serviceCard.name} />
              </div>
            )}
          </Fact>
          <Fact name="Service">
            <Link href={`/services/${serviceCard.slug}`} className="link font-medium">
              {serviceCard.name}
            </Link>
            {serviceCard.description && <p className="text-xs text-soft">{serviceCard.description}</p>}
          </Fact>
          <LinkGroups
            links={view.catalogLinks}
            beside={reportBeside(serviceCard, may.report && !may.clear)}
          />
          {view.hosts.length > 0 && (
            <Fact name="Hosts">
              <ul className="grid gap-0.5">
                {view.hosts.map((host) => (
                  <li key={host}>
                    <Host name={host} />
                  </li>
                ))}
              </ul>
            </Fact>
          )}
        </Facts>
      </Section>
      <Section title="Life" plain>
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
          {view.expiresAt && (
            <Fact name="Expires">
              <Ago at={view.expiresAt} />
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
          {details && details.attempts > 0 && details.nextPassAt && view.phase !== 'Ready' && (
            <Fact name="Next try">
              <Ago at={details.nextPassAt} />
              <span className="text-soft"> after {details.attempts} that failed</span>
            </Fact>
          )}
        </Facts>
      </Section>
    </>
  );
}
