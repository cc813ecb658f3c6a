/** What happens in our own tables when somebody has proved to the identity provider who they are. */
import { isUniqueViolation, withTransaction } from '../db/client.ts';
import type { Tx } from '../db/client.ts';
import { record } from '../events/record.ts';
import type { Identity, SignInRefusal } from './claims.ts';

/**
 * Inserts or updates the person of an identity (issuer and subject name them; the e-mail is followed). Groups that were
 * left out leave the known ones in place. Returns the person's id, or why they are not let in.
 */
export async function upsertPerson(identity: Identity): Promise<{ id: string } | SignInRefusal> {
  if (!identity.emailVerified) return 'email-unverified';
  const once = () =>
    withTransaction(async (tx): Promise<{ id: string } | SignInRefusal> => {
      const before = await tx.person.findUnique({
        where: { issuer_subject: { issuer: identity.issuer, subject: identity.subject } },
      });
      if (before?.disabledAt) return 'disabled';
      return { id: before ? await follow(tx, before.id, identity) : await welcome(tx, identity) };
    });
  try {
    return await once();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  // Either the same person has just signed in for the first time in another window: then they are found now.
  try {
    return await once();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Or the address belongs to another account of the provider. Taking that person's rights over is not for us to decide.
    return 'email-taken';
  }
}

async function welcome(tx: Tx, identity: Identity): Promise<string> {
  const person = await tx.person.create({
    data: {
      issuer: identity.issuer,
      subject: identity.subject,
      email: identity.email,
      name: identity.name,
      groups: identity.groups ?? [],
      groupsState: identity.groups === null ? 'left-out' : 'known',
      groupsSeenAt: identity.groups === null ? null : new Date(),
    },
  });
  await record(
    tx,
    { kind: 'person', id: person.id, name: identity.email },
    { action: 'person.joined', target: { kind: 'person', id: person.id, name: identity.email } },
  );
  return person.id;
}

/** Brings a known person up to date with their identity, and says in the audit log what changed. */
export async function follow(tx: Tx, id: string, identity: Identity): Promise<string> {
  const before = await tx.person.findUniqueOrThrow({ where: { id } });
  const groups = identity.groups;
  await tx.person.update({
    where: { id },
    data: {
      email: identity.email,
      name: identity.name,
      ...(groups === null
        ? { groupsState: 'left-out' }
        : { groups, groupsState: 'known', groupsSeenAt: new Date() }),
    },
  });
  const added = groups?.filter((group) => !before.groups.includes(group)) ?? [];
  const removed = groups === null ? [] : before.groups.filter((group) => !groups.includes(group));
  const emailChanged = before.email !== identity.email;
  if (emailChanged || added.length > 0 || removed.length > 0) {
    await record(
      tx,
      { kind: 'system', id: null, name: 'identity provider' },
      {
        action: 'person.updated',
        target: { kind: 'person', id, name: identity.email },
        detail: {
          ...(emailChanged ? { emailBefore: before.email, email: identity.email } : {}),
          ...(added.length > 0 ? { groupsAdded: added } : {}),
          ...(removed.length > 0 ? { groupsRemoved: removed } : {}),
        },
      },
    );
  }
  return id;
}
