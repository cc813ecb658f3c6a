/** The YAML that a desired state becomes, for a look before anything is granted, and for pages after. */
import { webConfig } from '../config/env.ts';
import type { Db, Prisma, Tx } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { promiseOf } from '../domain/catalog/promise.ts';
import type { Lifecycle } from '../domain/catalog/service.ts';
import type { DesiredNamespace } from '../domain/desired-state/schema.ts';
import { renderNamespace, toYaml } from '../domain/render/index.ts';
import type { RenderInput } from '../domain/render/index.ts';
import { texts } from './service-card.ts';

/** Stands where the id of the row will stand: a namespace that isn't granted has none. */
export const ID_TO_COME = '00000000-0000-0000-0000-000000000000';

const INCLUDE = {
  dependsOn: { select: { dependsOn: { select: { slug: true } } } },
} as const satisfies Prisma.ServiceInclude;

/** YAML of everything that Berth would apply for a desired state. */
export async function yamlOf(
  client: Db | Tx,
  world: Pick<RenderInput, 'team' | 'cluster'>,
  desired: DesiredNamespace,
  identity: { id: string; generation: number } = { id: ID_TO_COME, generation: 1 },
): Promise<string> {
  const service = await bySlug(client, 'service', desired.service.slug, (slug) =>
    client.service.findUnique({ where: { slug }, include: INCLUDE }),
  );
  const input: RenderInput = {
    id: identity.id,
    name: desired.name,
    environment: desired.environment,
    purpose: desired.purpose,
    generation: identity.generation,
    spec: desired.spec,
    expiresAt: desired.expiresAt,
    cluster: { name: world.cluster.name, config: world.cluster.config },
    team: {
      slug: world.team.slug,
      name: world.team.name,
      contactEmail: world.team.contactEmail,
      chatUrl: world.team.chatUrl,
      onCallUrl: world.team.onCallUrl,
      costCentre: world.team.costCentre,
    },
    service: {
      slug: service?.slug ?? desired.service.slug,
      name: service?.name ?? desired.service.name ?? desired.service.slug,
      description: service?.description ?? desired.service.description ?? '',
      tier: service?.tier ?? null,
      lifecycle: (service?.lifecycle ?? 'production') as Lifecycle,
      tags: service?.tags ?? [],
      sla: promiseOf(service?.sla ?? {}),
      links: texts(service?.links),
      dependsOn: (service?.dependsOn ?? []).map(({ dependsOn }) => dependsOn.slug).sort(),
    },
    portalUrl: webConfig().portalUrl,
  };
  return toYaml(renderNamespace(input).map(({ object }) => object));
}
