import Link from 'next/link';
import { Leads } from '../../../../components/people/leads.tsx';
import { Reach } from '../../../../components/people/reach.tsx';
import { Ago } from '../../../../components/ui/ago.tsx';
import { Fact, Facts, Section } from '../../../../components/ui/surface.tsx';
import type { ServiceView } from '../../../../lib/queries/types.ts';

/** Whose a service is, and whom to ask. */
export function Owner({ service }: { service: ServiceView }) {
  return (
    <Section title="Owner" plain>
      <Facts>
        <Fact name="Team">
          <Link href={`/teams/${service.teamCard.slug}`} className="link font-medium">
            {service.teamCard.name}
          </Link>
        </Fact>
        <Reach {...service.teamCard} />
        <Leads people={service.leads} />
        <Fact name="Added">
          <Ago at={service.createdAt} />
        </Fact>
        {service.formerSlugs.length > 0 && (
          <Fact name="Before">
            <span className="font-mono text-xs">{service.formerSlugs.join(', ')}</span>
          </Fact>
        )}
      </Facts>
    </Section>
  );
}
