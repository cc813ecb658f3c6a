import { promiseOf } from '../domain/catalog/promise.ts';
import type { Lifecycle } from '../domain/catalog/service.ts';
import type { ServiceCard } from './types.ts';

/** The card of a service's row. */
export function toServiceCard(service: {
  slug: string;
  name: string;
  description: string;
  tier: number | null;
  lifecycle: string;
  tags: string[];
  sla: unknown;
  links: unknown;
  confirmedAt: Date | null;
}): ServiceCard {
  return {
    slug: service.slug,
    name: service.name,
    description: service.description,
    tier: service.tier,
    lifecycle: service.lifecycle as Lifecycle,
    tags: service.tags,
    sla: promiseOf(service.sla),
    links: texts(service.links),
    confirmedAt: service.confirmedAt?.toISOString() ?? null,
  };
}

/** The text members of a jsonb column. */
export function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
