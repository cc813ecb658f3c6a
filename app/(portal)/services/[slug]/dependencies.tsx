import Link from 'next/link';
import { List, ListRow, Section } from '../../../../components/ui/surface.tsx';
import type { ServiceLink } from '../../../../lib/queries/types.ts';

/** What a service needs, and what needs it: whom an outage reaches. */
export function Dependencies({
  dependsOn,
  dependents,
}: {
  dependsOn: readonly ServiceLink[];
  dependents: readonly ServiceLink[];
}) {
  if (dependsOn.length === 0 && dependents.length === 0) return null;
  return (
    <div className="grid gap-7 md:grid-cols-2">
      {dependsOn.length > 0 && (
        <Section title="Depends on" hint="What it needs" flush>
          <Services rows={dependsOn} label="Services it depends on" />
        </Section>
      )}
      {dependents.length > 0 && (
        <Section title="Needed by" hint="What an outage reaches" flush>
          <Services rows={dependents} label="Services that depend on it" />
        </Section>
      )}
    </div>
  );
}

function Services({ rows, label }: { rows: readonly ServiceLink[]; label: string }) {
  return (
    <List label={label}>
      {rows.map((service) => (
        <ListRow key={service.slug} className="flex flex-wrap items-baseline justify-between gap-x-4">
          <Link
            href={`/services/${service.slug}`}
            prefetch={false}
            className="covers font-medium wrap-anywhere hover:underline"
          >
            {service.name}
          </Link>
          <span className="text-xs text-soft">{service.team.name}</span>
        </ListRow>
      ))}
    </List>
  );
}
