/**
 * The one table of who may do what. A rule says: which token scope it takes, who may (by role, team and part in a
 * request), and which permission lets a person know that the thing is there: without that one the answer is 404, with
 * it 403 and a sentence (design.md section 10).
 */
import { forbidden, notFound } from '../domain/errors.ts';
import { hasRole, roleInTeam } from './actor.ts';
import type { Actor, TokenScope } from './actor.ts';

/** A party, as far as it decides who speaks for it. A zone's party carries its zone. */
type Speakable = {
  kind: string;
  teamId: string | null;
  zone?: { ownerTeamId: string | null } | null;
};

/** What a permission is asked about; each rule names in its type of use what it reads. */
export type Subject = {
  /** Team that owns the thing. */
  teamId?: string;
  /** Of a connection, the team at its other end. */
  otherTeamId?: string;
  /** Who asked for the request, or opened the transfer; null when they are gone. */
  requesterId?: string | null;
  /** Of a team, the one above it. */
  parentTeamId?: string | null;
  /** The parties of the request that must say yes. */
  parties?: Speakable[];
  /** The person whom the thing belongs to (a token, a session). */
  ownerId?: string;
};

type Rule = {
  /** Scope that an API token needs; null: never with a token. */
  scope: TokenScope | null;
  who: (actor: Actor, subject: Subject) => boolean;
  /** Who may know that the thing exists: they get 403 with `otherwise`; everybody else gets 404. */
  seenBy: ((actor: Actor, subject: Subject) => boolean) | 'everybody';
  /** The sentence for somebody who sees the thing and may not do this. */
  otherwise: string;
};

const everybody = (): boolean => true;
const administrator = (actor: Actor): boolean => hasRole(actor, 'administrator');
const overseer = (actor: Actor): boolean => hasRole(actor, 'administrator', 'auditor');
const member = (actor: Actor, subject: Subject): boolean =>
  subject.teamId !== undefined && roleInTeam(actor, subject.teamId) !== null;
const maintainer = (actor: Actor, subject: Subject): boolean =>
  subject.teamId !== undefined && roleInTeam(actor, subject.teamId) === 'maintainer';
const requester = (actor: Actor, subject: Subject): boolean => subject.requesterId === actor.personId;
const owner = (actor: Actor, subject: Subject): boolean => subject.ownerId === actor.personId;

/**
 * Whether the actor can speak for this party: approvers and administrators for the platform, maintainers for their team. Who owns a zone
 * now speaks for it: the maintainers of its owner team, or the platform while it has none.
 */
export function speaksFor(actor: Actor, party: Speakable): boolean {
  const teamId = party.kind === 'zone' ? party.zone?.ownerTeamId : party.teamId;
  if (party.kind === 'platform' || (party.kind === 'zone' && party.zone?.ownerTeamId === null)) {
    return hasRole(actor, 'administrator', 'approver');
  }
  return teamId != null && roleInTeam(actor, teamId) === 'maintainer';
}
const speaker = (actor: Actor, subject: Subject): boolean =>
  (subject.parties ?? []).some((party) => speaksFor(actor, party));

/** A maintainer of the team above the one that owns the thing. */
const parentMaintainer = (actor: Actor, subject: Subject): boolean =>
  subject.parentTeamId != null && roleInTeam(actor, subject.parentTeamId) === 'maintainer';

/** A connection belongs to both its ends. */
const eitherMember = (actor: Actor, subject: Subject): boolean =>
  member(actor, subject) ||
  (subject.otherTeamId !== undefined && roleInTeam(actor, subject.otherTeamId) !== null);
const eitherMaintainer = (actor: Actor, subject: Subject): boolean =>
  maintainer(actor, subject) ||
  (subject.otherTeamId !== undefined && roleInTeam(actor, subject.otherTeamId) === 'maintainer');
const seesConnection = (actor: Actor, subject: Subject): boolean =>
  eitherMember(actor, subject) || overseer(actor);

/** Whether the actor takes part in a request: asked for it, owns it, runs the house, or is asked for a yes. */
const participant = (actor: Actor, subject: Subject): boolean =>
  requester(actor, subject) || member(actor, subject) || administrator(actor) || speaker(actor, subject);
const seesRequest = (actor: Actor, subject: Subject): boolean =>
  participant(actor, subject) || hasRole(actor, 'auditor');
const seesTeam = (actor: Actor, subject: Subject): boolean => member(actor, subject) || overseer(actor);

const any =
  (...rules: Rule['who'][]): Rule['who'] =>
  (actor, subject) =>
    rules.some((rule) => rule(actor, subject));

/** Every permission there is. */
export const PERMISSIONS = {
  'catalog.read': { scope: 'read', who: everybody, seenBy: 'everybody', otherwise: '' },
  'namespace.details': {
    scope: 'read',
    who: seesTeam,
    seenBy: seesTeam,
    otherwise: 'Only the team that owns the namespace sees this.',
  },
  'namespace.ask': {
    scope: 'write',
    who: any(member, administrator),
    seenBy: 'everybody',
    otherwise: 'You can ask for namespaces of teams that you are in. Ask somebody of that team to send this.',
  },
  'namespace.change': {
    scope: 'write',
    who: any(member, administrator),
    seenBy: 'everybody',
    otherwise: 'Only members of the team that owns this namespace can ask for changes of it.',
  },
  'namespace.retry': {
    scope: 'write',
    who: any(member, administrator),
    seenBy: 'everybody',
    otherwise: 'Only members of the team that owns this namespace can have it tried again.',
  },
  'connection.see': {
    scope: 'read',
    who: seesConnection,
    seenBy: seesConnection,
    otherwise: 'Only the teams at its two ends see a connection.',
  },
  'connection.end': {
    scope: 'write',
    who: any(eitherMaintainer, administrator),
    seenBy: seesConnection,
    otherwise: 'Only maintainers of the team at either end of a connection, and administrators, end it.',
  },
  'request.see': {
    scope: 'read',
    who: seesRequest,
    seenBy: seesRequest,
    otherwise: 'Only those who take part in a request see it.',
  },
  'request.decide': {
    scope: 'approve',
    who: (actor, subject) => speaker(actor, subject) && !requester(actor, subject),
    seenBy: seesRequest,
    otherwise:
      'You cannot decide this request: nobody approves their own, and only the parties that it names have a say.',
  },
  'request.withdraw': {
    scope: 'write',
    who: requester,
    seenBy: seesRequest,
    otherwise: 'Only the person who asked can withdraw this request.',
  },
  'request.answer': {
    scope: 'write',
    who: any(requester, member),
    seenBy: seesRequest,
    otherwise: 'Only the person who asked, or their team, can answer here.',
  },
  'request.comment': {
    scope: 'write',
    who: participant,
    seenBy: seesRequest,
    otherwise: 'Auditors read and do not write.',
  },
  'team.create': {
    scope: 'write',
    who: administrator,
    seenBy: 'everybody',
    otherwise: 'Only administrators create teams. Ask one of them.',
  },
  'team.details': { scope: 'read', who: seesTeam, seenBy: seesTeam, otherwise: 'Only the team sees this.' },
  'team.update': {
    scope: 'write',
    who: any(maintainer, administrator),
    seenBy: 'everybody',
    otherwise: 'Only maintainers of the team and administrators change a team.',
  },
  'team.budget': {
    scope: 'write',
    who: administrator,
    seenBy: 'everybody',
    otherwise: 'Only administrators set the budget of a team.',
  },
  'team.map-group': {
    scope: null,
    who: administrator,
    seenBy: 'everybody',
    otherwise: 'Only administrators map groups to teams.',
  },
  'service.write': {
    scope: 'write',
    who: any(member, administrator),
    seenBy: 'everybody',
    otherwise: 'Only members of the team that owns a service change it.',
  },
  'service.confirm': {
    scope: 'write',
    who: member,
    seenBy: 'everybody',
    otherwise: 'Only members of the team that owns a service can say that it is right.',
  },
  'link.report': {
    scope: 'write',
    // Everybody but those who are here to audit and nothing else.
    who: (actor) =>
      !hasRole(actor, 'auditor') || hasRole(actor, 'administrator', 'approver') || actor.teams.length > 0,
    seenBy: 'everybody',
    otherwise: 'Auditors read and do not write.',
  },
  'link.clear': {
    scope: 'write',
    who: member,
    seenBy: 'everybody',
    otherwise: 'Only members of the team that owns the service clear reports of its links.',
  },
  // Of a transfer, `teamId` is the team whose side the verb is for: the owner's to open and withdraw, the receiver's to decide.
  'transfer.open': {
    scope: 'write',
    who: member,
    seenBy: 'everybody',
    otherwise:
      'Only members of the team that owns a service can say that it isn’t theirs. Administrators name its team instead.',
  },
  'transfer.accept': {
    scope: 'write',
    who: (actor, subject) =>
      (maintainer(actor, subject) || administrator(actor)) && !requester(actor, subject),
    seenBy: 'everybody',
    otherwise:
      'A maintainer of the receiving team, or an administrator, accepts a service; never the person who opened the transfer.',
  },
  'transfer.decline': {
    scope: 'write',
    who: any(maintainer, administrator),
    seenBy: 'everybody',
    otherwise: 'Only maintainers of the receiving team and administrators decline a service.',
  },
  'transfer.withdraw': {
    scope: 'write',
    who: any(requester, maintainer, administrator),
    seenBy: 'everybody',
    otherwise:
      'Only the person who opened it, maintainers of the team that owns the service, and administrators withdraw a transfer.',
  },
  'transfer.route': {
    scope: 'write',
    who: any(administrator, parentMaintainer),
    seenBy: 'everybody',
    otherwise: 'Only administrators and maintainers of the parent team name the team that a service goes to.',
  },
  // Why a transfer was opened is between the two teams and those who look after the house.
  'transfer.details': {
    scope: 'read',
    who: (actor, subject) => eitherMember(actor, subject) || overseer(actor),
    seenBy: 'everybody',
    otherwise: '',
  },
  'orphans.read': {
    scope: 'read',
    who: any(overseer, parentMaintainer),
    seenBy: any(overseer, parentMaintainer),
    otherwise: '',
  },
  'cluster.write': {
    scope: 'write',
    who: administrator,
    seenBy: 'everybody',
    otherwise: 'Only administrators register and change clusters.',
  },
  'zone.write': {
    scope: 'write',
    who: administrator,
    seenBy: 'everybody',
    otherwise: 'Only administrators make and change zones. Ask one of them.',
  },
  'zone.details': {
    scope: 'read',
    who: seesTeam,
    seenBy: seesTeam,
    otherwise: 'Only the team that a name is delegated to sees this.',
  },
  'delegation.write': {
    scope: 'write',
    who: administrator,
    seenBy: 'everybody',
    otherwise: 'Only administrators delegate names to teams and take them back. Ask one of them.',
  },
  'host.revoke': {
    scope: 'write',
    who: administrator,
    seenBy: 'everybody',
    otherwise: 'Only administrators take a host away; members of its team release it.',
  },
  'cluster.operations': {
    scope: 'read',
    who: (actor) => hasRole(actor, 'administrator', 'approver', 'auditor'),
    seenBy: (actor) => hasRole(actor, 'administrator', 'approver', 'auditor'),
    otherwise: '',
  },
  'people.read': { scope: 'read', who: overseer, seenBy: overseer, otherwise: '' },
  'people.write': {
    scope: null,
    who: administrator,
    seenBy: overseer,
    otherwise: 'Only administrators disable and enable people.',
  },
  'role.write': {
    scope: null,
    who: administrator,
    seenBy: overseer,
    otherwise: 'Only administrators give and take roles.',
  },
  // Everything in the audit log, or (with a team) what concerns one's own team.
  'audit.read': { scope: 'read', who: seesTeam, seenBy: seesTeam, otherwise: '' },
  'search.save': { scope: 'write', who: everybody, seenBy: 'everybody', otherwise: '' },
  'search.share': {
    scope: 'write',
    who: member,
    seenBy: 'everybody',
    otherwise: 'A search is shared with teams that you are in.',
  },
  'search.delete': {
    scope: 'write',
    who: any(owner, maintainer),
    seenBy: any(owner, member),
    otherwise: 'Whoever kept the search, or a maintainer of the team that it is shared with, deletes it.',
  },
  'token.read': { scope: 'read', who: everybody, seenBy: 'everybody', otherwise: '' },
  'token.write': {
    scope: null,
    who: owner,
    seenBy: owner,
    otherwise: 'API tokens are made and revoked by their owner.',
  },
  'session.end': { scope: null, who: any(owner, administrator), seenBy: any(owner, overseer), otherwise: '' },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof PERMISSIONS;

function rule(permission: Permission): Rule {
  return PERMISSIONS[permission];
}

/** Whether the actor's token, where it is one, carries the scope that the permission takes. */
function hasScope(actor: Actor, permission: Permission): boolean {
  const { scope } = rule(permission);
  return actor.scopes === null || (scope !== null && actor.scopes.includes(scope));
}

/** Whether the actor may do this to `subject`. */
export function can(actor: Actor, permission: Permission, subject: Subject = {}): boolean {
  return hasScope(actor, permission) && rule(permission).who(actor, subject);
}

/**
 * Throws unless the actor may: `notFound(what)` where they may not even know of the thing, `forbidden` with a sentence
 * where they see it or where only their token falls short.
 */
export function requirePermission(
  actor: Actor,
  permission: Permission,
  subject: Subject = {},
  what = 'page',
): void {
  const { who, seenBy, otherwise, scope } = rule(permission);
  const may = who(actor, subject);
  if (may && hasScope(actor, permission)) return;
  if (!may && seenBy !== 'everybody' && !seenBy(actor, subject)) throw notFound(what);
  if (!may) throw forbidden(otherwise || 'You may not do this.');
  throw forbidden(
    scope === null
      ? 'This cannot be done with an API token. Sign in with a browser.'
      : `This API token lacks the scope "${scope}". Make one that has it, under Settings, API tokens.`,
  );
}
