import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import type { MeView } from './types.ts';

/** Who is asking, as Berth sees them now. */
export function me(actor: Actor): MeView {
  requirePermission(actor, 'catalog.read');
  return {
    person: { id: actor.personId, name: actor.name, email: actor.email },
    kind: actor.kind,
    roles: [...actor.roles],
    teams: actor.teams.map(({ slug, name, role }) => ({ slug, name, role })),
    scopes: actor.scopes && [...actor.scopes],
    groupsState: actor.groupsState,
    notice: actor.sessionNotice ?? null,
  };
}
