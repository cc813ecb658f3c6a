import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { FirstHelp } from '../../../../components/catalog/first-help.tsx';
import { TransferNotice } from '../../../../components/catalog/transfers.tsx';
import { LIFECYCLE_WORDS } from '../../../../components/catalog/service-words.ts';
import { PromiseSection } from '../../../../components/people/promise.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { Visited } from '../../../../components/shell/palette/visited.tsx';
import { Pill } from '../../../../components/ui/badge.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { Columns, PageHeader } from '../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { getService } from '../../../../lib/queries/services.ts';
import { getOwnership } from '../../../../lib/queries/truth.ts';
import { load } from '../../../load.ts';
import { Dependencies } from './dependencies.tsx';
import { EditService } from './edit.tsx';
import { firstLinks } from './first-links.ts';
import { Owner } from './owner.tsx';
import { Ownership } from './ownership.tsx';
import { Places } from './places.tsx';
import { Says } from './says.tsx';
import { TransferVerbs } from './transfer-verbs.tsx';

type Props = PageProps<'/services/[slug]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

/** One service: first help, then what is promised and where it runs, beside its links and its owner. A slug it had before leads to its present one. */
export default async function ServicePage({ params }: Props) {
  const actor = await requireActor();
  const { slug } = await params;
  const [service, ownership] = await Promise.all([
    load(getService(actor, slug)),
    load(getOwnership(actor, slug)),
  ]);
  if (service.slug !== slug) redirect(`/services/${service.slug}`);
  const { transfer, may } = ownership;
  const { badge } = LIFECYCLE_WORDS[service.lifecycle];
  return (
    <>
      <Live topics={['namespace', 'service', 'team']} />
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
        status={badge && <Pill tone={badge.tone}>{badge.word}</Pill>}
        description={service.description}
        actions={
          service.may.change && (
            <>
              <ButtonLink href={`/ask?service=${service.slug}`}>New namespace for it</ButtonLink>
              <EditService service={service} />
            </>
          )
        }
      />
      {transfer && <TransferNotice transfer={transfer} verbs={<TransferVerbs transfer={transfer} />} />}
      <FirstHelp of={service.name} team={service.teamCard} links={firstLinks(service)} />
      <Columns
        rail={
          <>
            <Says service={service} visitor={may.report && !may.clear} />
            <Owner service={service} />
            <Ownership ownership={ownership} />
          </>
        }
      >
        <PromiseSection
          sla={service.sla}
          tier={service.tier}
          remedy={service.may.change && 'Write it down under “Edit service”.'}
        />
        <Places service={service} />
        <Dependencies dependsOn={service.dependsOn} dependents={service.dependents} />
      </Columns>
    </>
  );
}
