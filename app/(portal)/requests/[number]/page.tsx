import { Check, CircleDashed, X } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Progress } from '../../../../components/namespaces/progress.tsx';
import { namespaceHref, PHASES } from '../../../../components/namespaces/words.ts';
import { ChangeLines, DesiredFacts } from '../../../../components/requests/desired.tsx';
import { ruleTitle, VerdictList, verdictTitle } from '../../../../components/requests/verdict.tsx';
import { KINDS, STATES } from '../../../../components/requests/words.ts';
import { stepsOf } from '../../../../components/namespaces/steps.ts';
import { Live } from '../../../../components/shell/live.tsx';
import { Visited } from '../../../../components/shell/palette/visited.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { Pill, Status } from '../../../../components/ui/badge.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit, TextArea } from '../../../../components/ui/form.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Columns, PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { CodeBlock } from '../../../../components/ui/yaml.tsx';
import type { Actor } from '../../../../lib/auth/actor.ts';
import { requireActor } from '../../../../lib/auth/session.ts';
import { getNamespace } from '../../../../lib/queries/namespaces.ts';
import { getRequest } from '../../../../lib/queries/requests.ts';
import type { NamespaceView, PartyView, RequestView } from '../../../../lib/queries/types.ts';
import { load } from '../../../load.ts';
import { answerAction, commentAction, withdrawAction } from '../actions.ts';
import { Decide } from '../decide.tsx';

type Props = PageProps<'/requests/[number]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Request #${(await params).number}` };
}

/** One request: what is asked, what the guardrails say, who has a say and said what; then the way to Ready. */
export default async function RequestPage({ params }: Props) {
  const actor = await requireActor();
  const number = Number((await params).number);
  if (!Number.isSafeInteger(number) || number < 1) notFound();
  const view = await load(getRequest(actor, number));
  const namespace = await namespaceOf(actor, view);
  const verbs: string[] = view.verbs;
  const state = STATES[view.state];
  const open = view.state === 'pending' || view.state === 'answer-needed';
  return (
    <>
      <Live topics={['request', 'namespace']} />
      <Visited
        kind="request"
        label={`Request #${String(view.number)}`}
        hint={view.title}
        href={`/requests/${String(view.number)}`}
      />
      <PageHeader
        kicker={`${KINDS[view.kind] ?? view.kind} · asked by ${view.requester.name} for ${view.team.name}`}
        title={
          <>
            {view.title} <span className="num font-normal text-faint">#{view.number}</span>
          </>
        }
        description={view.reason || undefined}
        status={
          <Pill tone={state.tone} busy={state.busy}>
            {state.title}
          </Pill>
        }
        actions={
          <>
            <Decide number={view.number} resultHash={view.resultHash} title={view.title} verbs={verbs} />
            {verbs.includes('withdraw') && (
              <DialogButton label="Withdraw" title={`Withdraw ${view.title}`}>
                <ActionForm
                  action={withdrawAction.bind(null, view.number)}
                  label="Withdraw this request"
                  className="grid gap-4"
                >
                  <p className="text-soft">The name becomes free again, and nobody is asked any more.</p>
                  <TextArea name="comment" label="Why" optional rows={2} idPrefix="withdraw" />
                  <div>
                    <Submit busy="Withdrawing…">Confirm withdrawal</Submit>
                  </div>
                </ActionForm>
              </DialogButton>
            )}
          </>
        }
      />
      <div className="mb-7 grid gap-3 empty:hidden">
        {open && view.verbNote && <Notice title="You can’t approve this one">{view.verbNote}</Notice>}
        {view.state === 'rejected' && (
          <Notice tone="bad" title="It was rejected">
            {view.decisionComment}
          </Notice>
        )}
        {verbs.includes('answer') && (
          <Notice tone="warn" title="You were asked something">
            <ActionForm
              action={answerAction.bind(null, view.number)}
              label="Reply to the question"
              className="mt-2 grid max-w-xl gap-3"
            >
              <TextArea name="answer" label="Answer" required rows={3} />
              <div>
                <Submit busy="Sending…">Send answer</Submit>
              </div>
            </ActionForm>
          </Notice>
        )}
      </div>
      <Columns
        rail={
          <>
            <Section title="Guardrails" plain hint={`Version ${String(view.guardrailVersion)}`}>
              <p className="mb-3 font-medium">{verdictTitle(view.verdict, open)}</p>
              <VerdictList verdict={view.verdict} />
            </Section>
            {view.parties.length > 0 && (
              <Section title="Who has a say" plain>
                <ul className="grid gap-3">
                  {view.parties.map((party) => (
                    <Party key={party.id} party={party} />
                  ))}
                </ul>
              </Section>
            )}
            <Section title="What happened" plain>
              <Timeline view={view} />
              {verbs.includes('comment') && (
                <ActionForm
                  action={commentAction.bind(null, view.number)}
                  label="Add a comment"
                  className="mt-4 grid gap-2 border-t border-line pt-4"
                >
                  <TextArea name="body" label="Comment" required rows={2} />
                  <div>
                    <Submit tone="plain" busy="Adding…">
                      Add comment
                    </Submit>
                  </div>
                </ActionForm>
              )}
            </Section>
            {view.namespace && namespace && !namespace.details && (
              <Section title="Namespace" plain>
                <Link
                  href={namespaceHref(view.namespace.cluster, view.namespace.name)}
                  className="link font-medium"
                >
                  {view.namespace.name}
                </Link>{' '}
                <Status {...PHASES[view.namespace.phase]}>{view.namespace.phase}</Status>
              </Section>
            )}
          </>
        }
      >
        {namespace?.details && (view.state === 'applied' || view.state === 'approved') && (
          <Section
            title={namespace.phase === 'Ready' ? 'Ready' : 'On the way to Ready'}
            actions={
              <Link href={namespaceHref(namespace.cluster.name, namespace.name)} className="link text-xs">
                Open {namespace.name}
              </Link>
            }
          >
            <Progress steps={stepsOf(namespace, namespace.details)} objects={namespace.details.objects} />
            {namespace.phase === 'Ready' && (
              <div className="mt-4">
                <ButtonLink
                  href={`${namespaceHref(namespace.cluster.name, namespace.name)}?tab=connect`}
                  tone="primary"
                >
                  Connect to it
                </ButtonLink>
              </div>
            )}
          </Section>
        )}
        {view.kind === 'change' && view.before ? (
          <Section title="What changes" flush>
            <ChangeLines before={view.before} after={view.desired} />
          </Section>
        ) : (
          <Section title={view.kind === 'delete' ? 'What is to be deleted' : 'What is asked for'}>
            <DesiredFacts desired={view.desired} />
          </Section>
        )}
        {view.kind !== 'delete' && (
          <Section title="YAML" bare hint={open ? 'What will be applied' : 'As it was decided'}>
            <CodeBlock text={view.yaml} label="YAML" yaml tall />
          </Section>
        )}
      </Columns>
    </>
  );
}

/** The namespace that came of it, when there is one and it is still there. */
async function namespaceOf(actor: Actor, view: RequestView): Promise<NamespaceView | null> {
  if (!view.namespace || view.namespace.phase === 'Deleted') return null;
  return getNamespace(actor, view.namespace.cluster, view.namespace.name).catch(() => null);
}

const SAID = {
  waiting: {
    icon: <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />,
    word: 'has not spoken yet',
  },
  yes: { icon: <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />, word: 'said yes' },
  no: { icon: <X aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />, word: 'said no' },
};

function Party({ party }: { party: PartyView }) {
  return (
    <li className="flex gap-2.5">
      {SAID[party.state].icon}
      <div className="min-w-0">
        <p>
          <span className="font-medium">{party.title}</span>{' '}
          <span className="text-soft">{SAID[party.state].word}</span>
        </p>
        <p className="text-xs text-faint">
          {party.decidedBy ? (
            <>
              {party.decidedBy.name}
              {party.decidedAt && (
                <>
                  , <Ago at={party.decidedAt} />
                </>
              )}
            </>
          ) : (
            `for ${party.rules.map(ruleTitle).join(', ').toLowerCase()}`
          )}
        </p>
        {party.comment && <p className="mt-0.5 break-words text-soft">{party.comment}</p>}
      </div>
    </li>
  );
}

function Timeline({ view }: { view: RequestView }) {
  const entries = [
    // Comments stand in the timeline with their words; the audit's mention of them would say it twice.
    ...view.events
      .filter(({ action }) => action !== 'request.commented')
      .map((event) => ({
        at: event.at,
        by: event.by,
        text: event.text || event.action,
        body: null,
      })),
    ...view.comments.map((comment) => ({
      at: comment.createdAt,
      by: comment.by.name,
      text: 'commented',
      body: comment.body,
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <ol className="grid gap-3">
      {entries.map((entry, at) => (
        <li key={at} className="min-w-0 border-l-2 border-line pl-3">
          <p className="text-xs">
            <span className="font-medium">{entry.by}</span> <span className="text-soft">{entry.text}</span>{' '}
            <Ago at={entry.at} className="text-faint" />
          </p>
          {entry.body && <p className="mt-0.5 break-words whitespace-pre-wrap">{entry.body}</p>}
        </li>
      ))}
    </ol>
  );
}
