import type { Metadata } from 'next';
import Link from 'next/link';
import { linkTitle, Outside } from '../../../../components/namespaces/links.tsx';
import { NamespaceTable } from '../../../../components/namespaces/namespace-table.tsx';
import { ServiceFields } from '../../../../components/people/service-fields.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit } from '../../../../components/ui/form.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Empty, Fact, Facts, PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { getService } from '../../../../lib/queries/services.ts';
import { load } from '../../../load.ts';
import { updateServiceAction } from '../actions.ts';

type Props = PageProps<'/services/[slug]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

/** One service: its owner, its promise, its links, and where it runs. */
export default async function ServicePage({ params }: Props) {
  const actor = await requireActor();
  const service = await load(getService(actor, (await params).slug));
  const promises: [string, string | undefined][] = [
    ['Availability', service.sla.availability],
    ['Support hours', service.sla.support],
    ['Response time', service.sla.responseTime],
    ['Recovery time', service.sla.rto],
    ['Recovery point', service.sla.rpo],
  ];
  const promised = promises.filter(([, value]) => value !== undefined && value !== '');
  const links = Object.entries(service.links);
  return (
    <>
      <Live topics={['namespace', 'service']} />
      <PageHeader
        title={service.name}
        kicker={
          <>
            Service of{' '}
            <Link href={`/teams/${service.team.slug}`} className="link">
              {service.team.name}
            </Link>
          </>
        }
        description={service.description}
        actions={
          service.may.change && (
            <>
              <ButtonLink href={`/ask?service=${service.slug}`}>New namespace for it</ButtonLink>
              <DialogButton label="Edit service" title={`Edit ${service.name}`}>
                <ActionForm
                  action={updateServiceAction.bind(null, service.slug, service.version)}
                  label="Edit service"
                  className="grid gap-4"
                >
                  <ServiceFields service={service} />
                  <div>
                    <Submit busy="Saving…">Save</Submit>
                  </div>
                </ActionForm>
              </DialogButton>
            </>
          )
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Section title="Namespaces" hint={count(service.namespaces, 'namespace')} flush>
          {service.namespaceRows.length === 0 ? (
            <Empty title="It runs nowhere yet" />
          ) : (
            <NamespaceTable
              rows={service.namespaceRows}
              caption={`Namespaces of ${service.name}`}
              without={['service', 'team']}
            />
          )}
        </Section>
        <div className="grid gap-5">
          <Section title="Promise">
            {promised.length === 0 ? (
              <p className="text-soft">Nothing is promised for this service.</p>
            ) : (
              <Facts>
                {promised.map(([title, value]) => (
                  <Fact key={title} name={title}>
                    {value}
                  </Fact>
                ))}
              </Facts>
            )}
            {service.tier !== null && <p className="mt-3 text-xs text-soft">Tier {service.tier} of 4</p>}
          </Section>
          <Section title="Links">
            {links.length === 0 ? (
              <p className="text-soft">The service names no docs and no dashboards.</p>
            ) : (
              <ul className="grid gap-1">
                {links.map(([key, href]) => (
                  <li key={key}>
                    <Outside href={href}>{linkTitle(key)}</Outside>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Section title="Owner">
            <Facts>
              <Fact name="Team">
                <Link href={`/teams/${service.teamCard.slug}`} className="link">
                  {service.teamCard.name}
                </Link>
              </Fact>
              {service.teamCard.contactEmail && (
                <Fact name="E-mail">
                  <Outside href={`mailto:${service.teamCard.contactEmail}`}>
                    {service.teamCard.contactEmail}
                  </Outside>
                </Fact>
              )}
              {service.teamCard.chatUrl && (
                <Fact name="Chat">
                  <Outside href={service.teamCard.chatUrl}>{service.teamCard.chatUrl}</Outside>
                </Fact>
              )}
              {service.teamCard.onCallUrl && (
                <Fact name="On call">
                  <Outside href={service.teamCard.onCallUrl}>{service.teamCard.onCallUrl}</Outside>
                </Fact>
              )}
              <Fact name="Known to Berth">
                added <Ago at={service.createdAt} />
              </Fact>
            </Facts>
          </Section>
        </div>
      </div>
    </>
  );
}
