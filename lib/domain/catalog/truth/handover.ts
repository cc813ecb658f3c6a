// What a namespace's spec becomes when its service goes to another team.
import type { AccessEntry } from '../../desired-state/schema.ts';
import { teamAccess } from '../../desired-state/schema.ts';

/** A team, as far as access goes: its groups, and the e-mail addresses of the people in them. */
export type HandoverSide = {
  contactEmail: string | null;
  maintainerGroups: readonly string[];
  memberGroups: readonly string[];
  people: readonly string[];
};

/**
 * The access list after a handover: the giving team's groups go, and those of its people who were named one by one; the receiving
 * team comes in as in a new namespace. Others who were let in (another team's group, a guest) stay: the receiver decides about them.
 */
export function handedOver(
  access: readonly AccessEntry[],
  from: HandoverSide,
  to: HandoverSide,
): AccessEntry[] {
  const arriving = teamAccess(to);
  const lower = (names: readonly string[]): Set<string> => new Set(names.map((name) => name.toLowerCase()));
  const [leaving, staying] = [lower(from.people), lower(to.people)];
  const gone = new Set([...from.maintainerGroups, ...from.memberGroups]);
  const kept = access.filter(({ kind, name }) => {
    if (kind === 'group') return !gone.has(name) && !arriving.some((entry) => entry.name === name);
    return !leaving.has(name.toLowerCase()) || staying.has(name.toLowerCase());
  });
  return [...arriving, ...kept];
}

/** The contact after a handover: the giving team's own address gives way to the receiver's; any other stays. */
export function contactAfter(contact: string | null, from: HandoverSide, to: HandoverSide): string | null {
  return contact === from.contactEmail ? to.contactEmail : contact;
}
