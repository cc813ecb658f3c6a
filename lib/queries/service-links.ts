/** Where a service's links come from: itself, its team, its namespaces and their clusters' templates. */
import { Prisma, db } from '../db/client.ts';
import { catalogLinks } from '../domain/catalog/links.ts';
import { filledLinks } from '../domain/catalog/templates.ts';
import { clusterConfigSchema } from '../domain/cluster/index.ts';
import { ENVIRONMENTS } from '../domain/desired-state/schema.ts';
import type { Environment } from '../domain/desired-state/schema.ts';
import { texts } from './service-card.ts';
import type { PlaceLinks, ServiceLink } from './types.ts';

/** Services that a page names on either side of a dependency. */
const MOST_SERVICES = 50;

type Place = {
  name: string;
  environment: Environment;
  links: unknown;
  cluster: string;
  title: string;
  config: unknown;
  team: string;
};

/** Links of each of a service's namespaces alone, production first; namespaces that add none are left out. */
export async function placeLinksOf(
  service: { id: string; slug: string; links: unknown },
  most: number,
): Promise<PlaceLinks[]> {
  const rows = await db.$queryRaw<Place[]>`
    SELECT n.name, n.environment, n.spec -> 'links' AS links, c.name AS cluster, c.display_name AS title, c.config, t.slug AS team
    FROM namespace n JOIN cluster c ON c.id = n.cluster_id JOIN team t ON t.id = n.team_id
    WHERE n.service_id = ${service.id}::uuid AND n.released_at IS NULL
    ORDER BY array_position(${[...ENVIRONMENTS].reverse()}::text[], n.environment), n.name, n.id LIMIT ${most}`;
  return rows.flatMap((row) => {
    const { linkTemplates } = clusterConfigSchema.parse(row.config);
    const values = {
      namespace: row.name,
      cluster: row.cluster,
      service: service.slug,
      team: row.team,
      environment: row.environment,
    };
    const links = catalogLinks({
      namespace: texts(row.links),
      service: texts(service.links),
      cluster: filledLinks(linkTemplates, values),
    }).filter(({ from }) => from !== 'service');
    const { name, environment } = row;
    return links.length === 0
      ? []
      : [{ cluster: { name: row.cluster, displayName: row.title }, name, environment, links }];
  });
}

type RawLink = { slug: string; name: string; teamSlug: string; teamName: string };

/** What a service needs, and what needs it, by name. */
export async function dependenciesOf(
  serviceId: string,
): Promise<{ dependsOn: ServiceLink[]; dependents: ServiceLink[] }> {
  const named = async (join: Prisma.Sql): Promise<ServiceLink[]> => {
    const rows = await db.$queryRaw<RawLink[]>`
      SELECT s.slug, s.name, t.slug AS "teamSlug", t.name AS "teamName"
      FROM service_dependency d JOIN service s ON ${join} JOIN team t ON t.id = s.team_id
      ORDER BY s.name, s.id LIMIT ${MOST_SERVICES}`;
    return rows.map(({ slug, name, teamSlug, teamName }) => ({
      slug,
      name,
      team: { slug: teamSlug, name: teamName },
    }));
  };
  const [dependsOn, dependents] = await Promise.all([
    named(Prisma.sql`s.id = d.depends_on_id AND d.service_id = ${serviceId}::uuid`),
    named(Prisma.sql`s.id = d.service_id AND d.depends_on_id = ${serviceId}::uuid`),
  ]);
  return { dependsOn, dependents };
}
