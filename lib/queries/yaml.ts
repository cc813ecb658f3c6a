/** The YAML that a desired state becomes, for a look before anything is granted, and for pages after. */
import { webConfig } from '../config/env.ts';
import type { Db, Tx } from '../db/client.ts';
import type { DesiredNamespace } from '../domain/desired-state/schema.ts';
import { renderNamespace, toYaml } from '../domain/render/index.ts';
import type { RenderInput } from '../domain/render/index.ts';

/** Stands where the id of the row will stand: a namespace that isn't granted has none. */
export const ID_TO_COME = '00000000-0000-0000-0000-000000000000';

/** YAML of everything that Berth would apply for a desired state. */
export async function yamlOf(
  client: Db | Tx,
  world: Pick<RenderInput, 'team' | 'cluster'>,
  desired: DesiredNamespace,
  identity: { id: string; generation: number } = { id: ID_TO_COME, generation: 1 },
): Promise<string> {
  const service = await client.service.findUnique({ where: { slug: desired.service.slug } });
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
      slug: desired.service.slug,
      name: service?.name ?? desired.service.name ?? desired.service.slug,
      description: service?.description ?? desired.service.description ?? '',
      tier: service?.tier ?? null,
      sla: (service?.sla ?? {}) as Record<string, unknown>,
      links: (service?.links ?? {}) as Record<string, string>,
    },
    portalUrl: webConfig().portalUrl,
  };
  return toYaml(renderNamespace(input).map(({ object }) => object));
}
