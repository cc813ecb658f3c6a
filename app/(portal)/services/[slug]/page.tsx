import type { Metadata } from 'next';
import Link from 'next/link';
import { LinkList, splitLinks } from '../../../../components/namespaces/links.tsx';
import { NamespaceTable } from '../../../../components/namespaces/namespace-table.tsx';
import { PromiseLines } from '../../../../components/people/promise.tsx';
import { Reach } from '../../../../components/people/reach.tsx';
import { ServiceFields } from '../../../../components/people/service-fields.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { Visited } from '../../../../components/shell/palette/visited.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit } from '../../../../components/ui/form.tsx';
import { count } from '../../../../components/ui/format.ts';
import { Empty } from '../../../../components/ui/empty.tsx';
import { Columns, Fact, Facts, PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { Rest } from '../../../../components/ui/pager.tsx';
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
  const links = splitLinks(service.links);
  return (
    <>
      <Live topics={['namespace', 'service']} />
      <Visited
        kind="service"
        label={service.name}
        hint={service.team.name}
        href={`/services/${service.slug}`}
      />
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
      <Columns
        rail={
          <>
            <Section title="What it says of itself" plain>
              <Facts>
                <Fact name="Promise">
                  <PromiseLines sla={service.sla} tier={service.tier} />
                </Fact>
                <Fact name="Docs">
                  <LinkList links={links.docs} none="It names none." />
                </Fact>
                <Fact name="Dashboards">
                  <LinkList links={links.boards} none="It names none." />
                </Fact>
                {links.help.length > 0 && (
                  <Fact name="Help">
                    <LinkList links={links.help} none="" />
                  </Fact>
                )}
              </Facts>
            </Section>
            <Section title="Owner" plain>
              <Facts>
                <Fact name="Team">
                  <Link href={`/teams/${service.teamCard.slug}`} className="link font-medium">
                    {service.teamCard.name}
                  </Link>
                </Fact>
                <Reach {...service.teamCard} />
                <Fact name="Known">
                  since <Ago at={service.createdAt} />
                </Fact>
              </Facts>
            </Section>
          </>
        }
      >
        <Section title="Namespaces" hint={count(service.namespaces, 'namespace')} flush>
          {service.namespaceRows.length === 0 ? (
            <Empty
              title="It runs nowhere yet"
              action={
                service.may.change && (
                  <ButtonLink href={`/ask?service=${service.slug}`} tone="primary">
                    Ask for its first namespace
                  </ButtonLink>
                )
              }
            />
          ) : (
            <NamespaceTable
              rows={service.namespaceRows}
              caption={`Namespaces of ${service.name}`}
              without={['service', 'team']}
            />
          )}
          <Rest
            shown={service.namespaceRows.length}
            all={service.namespaces}
            href={`/namespaces?service=${service.slug}`}
          />
        </Section>
      </Columns>
    </>
  );
}
