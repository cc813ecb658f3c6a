import { createService } from '../../lib/actions/create-service.ts';
import { createTeam } from '../../lib/actions/create-team.ts';
import { grantRole } from '../../lib/actions/grant-role.ts';
import { mapGroup } from '../../lib/actions/map-group.ts';
import { db } from '../../lib/db/client.ts';
import { updateService } from '../../lib/actions/update-service.ts';
import { DEPENDENCIES, LIFECYCLES, linksOf, promiseFor, TAGS } from './catalog.ts';
import { SERVICES, TEAMS } from './data.ts';
import type { Cast } from './people.ts';

const ROLE_GROUPS = [
  { role: 'administrator', group: 'platform-admins' },
  { role: 'approver', group: 'platform-approvers' },
  { role: 'auditor', group: 'platform-auditors' },
] as const;

/** Roles, teams with their groups, and the services of each team. What is there already is left as it is. */
export async function seedTeams(people: Cast): Promise<void> {
  for (const grant of ROLE_GROUPS) {
    const known = await db.roleGrant.findFirst({ where: { role: grant.role, groupName: grant.group } });
    if (!known) await grantRole(await people.administrator(), grant);
  }
  for (const team of TEAMS) {
    if (await db.team.findUnique({ where: { slug: team.slug } })) continue;
    const administrator = await people.administrator();
    await createTeam(administrator, team);
    await mapGroup(administrator, { team: team.slug, group: `${team.slug}-maintainers`, role: 'maintainer' });
    await mapGroup(administrator, { team: team.slug, group: `${team.slug}-developers`, role: 'member' });
  }
  const made: typeof SERVICES = [];
  for (const service of SERVICES) {
    if (await db.service.findUnique({ where: { slug: service.slug } })) continue;
    await createService(await people.inGroup(`${service.team}-maintainers`), {
      team: service.team,
      slug: service.slug,
      name: service.name,
      description: service.description,
      tier: service.tier,
      lifecycle: LIFECYCLES[service.slug] ?? 'production',
      tags: TAGS[service.slug] ?? [],
      sla: promiseFor(service),
      links: linksOf(service),
    });
    made.push(service);
  }
  // Once all are there: some need each other.
  for (const { slug, team } of made) {
    const dependsOn = DEPENDENCIES[slug];
    if (dependsOn === undefined) continue;
    await updateService(await people.inGroup(`${team}-maintainers`), { slug, version: 1, dependsOn });
  }
}
