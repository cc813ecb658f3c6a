/** A team's or a service's new name or slug, saved as people save it, and how long its namespaces take to carry it. */
import { randomUUID } from 'node:crypto';
import { updateService } from '../../actions/update-service.ts';
import { updateTeam } from '../../actions/update-team.ts';
import type { Actor } from '../../auth/actor.ts';
import { db, disconnectDb } from '../../db/client.ts';
import { TEAM_LABEL } from '../../domain/render/index.ts';
import type { KubeClient } from '../../kubernetes/index.ts';

const ADMINISTRATOR: Actor = {
  personId: randomUUID(),
  email: 'ada@harbor.example',
  name: 'Ada',
  kind: 'session',
  credentialId: randomUUID(),
  roles: ['administrator'],
  teams: [],
  scopes: null,
  groups: [],
  groupsState: 'known',
};

/** Renames teams and services in one database. The process's own client goes there: `close` gives it back. */
export function renamer(databaseUrl: string): {
  rename: (teamId: string, slug: string) => Promise<void>;
  saveTeam: (teamId: string, change: object) => Promise<void>;
  saveService: (serviceId: string, change: object) => Promise<void>;
  close: () => Promise<void>;
} {
  process.env['DATABASE_URL'] = databaseUrl;
  const saveTeam = async (id: string, change: object): Promise<void> => {
    const { slug, version } = await db.team.findUniqueOrThrow({ where: { id } });
    await updateTeam(ADMINISTRATOR, { slug, version, ...change });
  };
  return {
    rename: (teamId, newSlug) => saveTeam(teamId, { newSlug }),
    saveTeam,
    saveService: async (id, change) => {
      const { slug, version } = await db.service.findUniqueOrThrow({ where: { id } });
      await updateService(ADMINISTRATOR, { slug, version, ...change });
    },
    close: disconnectDb,
  };
}

/** Waits until `count` namespaces of a cluster carry a team's label. @throws after `ms`, with how many did. */
export async function untilLabelled(
  admin: KubeClient,
  slug: string,
  count: number,
  ms: number,
): Promise<void> {
  const end = performance.now() + ms;
  for (;;) {
    const { length } = await admin.list('Namespace', { labelSelector: `${TEAM_LABEL}=${slug}` });
    if (length === count) return;
    if (performance.now() > end) throw new Error(`${String(length)} of ${String(count)} carry "${slug}"`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
