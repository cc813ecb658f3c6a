/** A team's new slug, saved as its maintainers save it, and how long its namespaces take to carry it. */
import { randomUUID } from 'node:crypto';
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

/** Renames teams in one database. The process's own client goes there: `close` gives it back. */
export function renamer(databaseUrl: string): {
  rename: (teamId: string, slug: string) => Promise<void>;
  close: () => Promise<void>;
} {
  process.env['DATABASE_URL'] = databaseUrl;
  return {
    rename: async (teamId, slug) => {
      const team = await db.team.findUniqueOrThrow({ where: { id: teamId } });
      await updateTeam(ADMINISTRATOR, { slug: team.slug, version: team.version, newSlug: slug });
    },
    close: disconnectDb,
  };
}

/** Waits until `count` namespaces of a cluster carry a team's label. @throws after `ms`, with how many did. */
export async function untilLabelled(admin: KubeClient, slug: string, count: number, ms: number): Promise<void> {
  const end = performance.now() + ms;
  for (;;) {
    const { length } = await admin.list('Namespace', { labelSelector: `${TEAM_LABEL}=${slug}` });
    if (length === count) return;
    if (performance.now() > end) throw new Error(`${String(length)} of ${String(count)} carry "${slug}"`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
