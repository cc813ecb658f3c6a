import type { AuditActor } from '../events/record.ts';

/** Portal-wide roles. Being in a team is not a role: it comes from groups. */
export type Role = 'administrator' | 'approver' | 'auditor';

/** What a personal API token may be used for; each stands alone, none implies another. */
export const TOKEN_SCOPES = ['read', 'write', 'approve'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A team that the actor belongs to, by a group of theirs that is mapped to it. */
export type Membership = { id: string; slug: string; name: string; role: 'member' | 'maintainer' };

/** Who is asking, as true at this request: read from the database, never from a cookie. */
export type Actor = {
  personId: string;
  email: string;
  name: string;
  kind: 'session' | 'token';
  /** Id of the session or the API token that was shown. */
  credentialId: string;
  roles: Role[];
  teams: Membership[];
  /** Scopes of the token; null for a browser session, which may do all that its person may. */
  scopes: TokenScope[] | null;
  groups: string[];
  groupsState: 'known' | 'left-out';
  /** Something the person should know about their session, in a sentence. */
  sessionNotice?: string;
};

/** The actor as the audit log names them. */
export function auditActor(actor: Actor): AuditActor {
  return { kind: actor.kind === 'token' ? 'token' : 'person', id: actor.personId, name: actor.email };
}

/** Whether the actor holds one of the portal-wide roles. */
export function hasRole(actor: Actor, ...roles: Role[]): boolean {
  return roles.some((role) => actor.roles.includes(role));
}

/** The actor's part in a team, by the team's id; null for a stranger. */
export function roleInTeam(actor: Actor, teamId: string): 'member' | 'maintainer' | null {
  return actor.teams.find((team) => team.id === teamId)?.role ?? null;
}
