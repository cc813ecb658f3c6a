import type { ServiceCard } from './types.ts';

/** The card of a service's row. */
export function toServiceCard(service: {
  slug: string;
  name: string;
  description: string;
  tier: number | null;
  sla: unknown;
  links: unknown;
}): ServiceCard {
  return {
    slug: service.slug,
    name: service.name,
    description: service.description,
    tier: service.tier,
    sla: texts(service.sla),
    links: texts(service.links),
  };
}

/** The text members of a jsonb column. */
export function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
