/**
 * A browser's session: a row. It is read at every request, renewed with the identity provider every 15 minutes, and
 * ends after 8 hours whatever happens. Times are the database's own, so that several web processes agree.
 */
import { randomUUID } from 'node:crypto';
import { webConfig } from '../config/env.ts';
import { db, isUniqueViolation, withTransaction } from '../db/client.ts';
import { record } from '../events/record.ts';
import type { Actor } from './actor.ts';
import { identityOf } from './claims.ts';
import { PERSON_COLUMNS, effectiveRoles } from './load.ts';
import type { PersonFacts } from './load.ts';
import { refresh, revoke } from './oidc.ts';
import { open, seal } from './seal.ts';
import { follow } from './sign-in.ts';

/** Longest life of a session, hours. */
export const SESSION_HOURS = 8;
/** Age of the last renewal from which a request renews, minutes. */
const RENEW_AFTER_MINUTES = 15;
/** Age of the last renewal from which access ends until the provider answers, minutes. */
const SILENCE_LIMIT_MINUTES = 60;
/** A renewal that has not come back by then is taken over, or tried again after a failure, seconds. */
const RENEW_RETRY_SECONDS = 60;
/** Longest that a request waits for another one's renewal, ms. */
const WAIT_FOR_RENEWAL_MS = 6_000;

/** Why a session gives no access; the sign-in page has a sentence for each. */
export type SessionEnd = 'signed-out' | 'expired' | 'disabled' | 'provider-refused' | 'provider-silent';
export type SessionLookup = { state: 'live'; actor: Actor } | { state: 'ended'; reason: SessionEnd };

type Row = PersonFacts & {
  sessionId: string;
  sealed: Uint8Array | null;
  ended: boolean;
  expired: boolean;
  minutesOld: number;
  renewing: boolean;
  refreshError: string | null;
  seenLately: boolean;
  refreshedAt: Date;
};

/** Opens a session for a person who just signed in; returns its id, which is all that the cookie will hold. */
export async function openSession(personId: string, refreshToken: string | null): Promise<string> {
  const id = randomUUID();
  const sealed = refreshToken === null ? null : new Uint8Array(seal(refreshToken, webConfig().secret, id));
  await withTransaction(async (tx) => {
    const person = await tx.person.update({ where: { id: personId }, data: { lastSeenAt: new Date() } });
    await tx.$executeRaw`
      INSERT INTO session (id, person_id, refresh_token_sealed, expires_at)
      VALUES (${id}::uuid, ${personId}::uuid, ${sealed}, now() + make_interval(hours => ${SESSION_HOURS}::int))`;
    await record(
      tx,
      { kind: 'person', id: personId, name: person.email },
      { action: 'session.opened', target: { kind: 'session', id, name: person.email } },
    );
  });
  return id;
}

async function read(sessionId: string): Promise<Row | null> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${PERSON_COLUMNS}, s.id AS "sessionId", s.refresh_token_sealed AS sealed, s.ended_at IS NOT NULL AS ended,
      s.expires_at <= now() AS expired, s.refresh_error AS "refreshError", s.refreshed_at AS "refreshedAt",
      (extract(epoch FROM now() - s.refreshed_at) / 60)::float8 AS "minutesOld",
      coalesce(s.refresh_error IS NULL AND s.refresh_started_at > now() - make_interval(secs => ${RENEW_RETRY_SECONDS}::int), false) AS renewing,
      coalesce(p.last_seen_at > now() - interval '5 minutes', false) AS "seenLately"
    FROM session s JOIN person p ON p.id = s.person_id WHERE s.id = ${sessionId}::uuid`;
  return rows[0] ?? null;
}

function ending(row: Row | null): SessionEnd | null {
  if (!row || row.ended) return 'signed-out';
  if (row.disabled) return 'disabled';
  return row.expired ? 'expired' : null;
}

/** The actor of a session as of now, renewing it where that is due. Throws only when Postgres does. */
export async function lookUpSession(sessionId: string): Promise<SessionLookup> {
  let row = await read(sessionId);
  let end = ending(row);
  if (row && end === null && row.minutesOld >= RENEW_AFTER_MINUTES) {
    const said = await renew(row);
    if (said !== null) return { state: 'ended', reason: said };
    row = await read(sessionId);
    end = ending(row);
    if (end === null && row && row.minutesOld >= SILENCE_LIMIT_MINUTES) end = 'provider-silent';
  }
  if (end !== null || !row) return { state: 'ended', reason: end ?? 'signed-out' };
  if (!row.seenLately)
    await db.$executeRaw`UPDATE person SET last_seen_at = now() WHERE id = ${row.id}::uuid`;
  return { state: 'live', actor: toActor(row) };
}

/**
 * Renews once, however many requests ask at the same time: who wins the conditional UPDATE does it, the others go on
 * with what is known, or wait for it where that is too old to be used. Says why the session ended, if it did.
 */
async function renew(row: Row): Promise<SessionEnd | null> {
  const claimed = await db.$executeRaw`
    UPDATE session SET refresh_started_at = now(), refresh_error = NULL
    WHERE id = ${row.sessionId}::uuid AND ended_at IS NULL AND refresh_token_sealed IS NOT NULL
      AND refreshed_at <= now() - make_interval(mins => ${RENEW_AFTER_MINUTES}::int)
      AND (refresh_started_at IS NULL OR refresh_started_at <= now() - make_interval(secs => ${RENEW_RETRY_SECONDS}::int))`;
  if (claimed === 0) {
    if (row.minutesOld >= SILENCE_LIMIT_MINUTES) await renewed(row.sessionId);
    return null;
  }
  // Read again: between our look and our claim another request may have put a newer token there.
  const { refreshTokenSealed } = await db.session.findUniqueOrThrow({ where: { id: row.sessionId } });
  const token = refreshTokenSealed && open(refreshTokenSealed, webConfig().secret, row.sessionId);
  if (!token) {
    await endSessionRow(row, 'its refresh token can no longer be read');
    return 'provider-refused';
  }
  const outcome = await refresh(token);
  if (outcome.kind === 'unreachable') {
    await db.$executeRaw`UPDATE session SET refresh_error = ${outcome.message} WHERE id = ${row.sessionId}::uuid`;
    return null;
  }
  if (outcome.kind === 'refused') {
    await endSessionRow(row, 'the identity provider ended it');
    return 'provider-refused';
  }
  const { issuer, groupsClaim } = webConfig().oidc;
  const identity = identityOf(outcome.claims, issuer, groupsClaim);
  if (typeof identity === 'string' || identity.subject !== row.subject || !identity.emailVerified) {
    await endSessionRow(row, 'the identity provider no longer vouches for this person');
    return 'provider-refused';
  }
  const next = outcome.refreshToken ?? token;
  try {
    await withTransaction(async (tx) => {
      await follow(tx, row.id, identity);
      await tx.$executeRaw`
        UPDATE session SET refreshed_at = now(), refresh_started_at = NULL, refresh_error = NULL,
          refresh_token_sealed = ${new Uint8Array(seal(next, webConfig().secret, row.sessionId))}
        WHERE id = ${row.sessionId}::uuid`;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await endSessionRow(row, 'its new e-mail address belongs to another account');
    return 'provider-refused';
  }
  return null;
}

/** Waits until the renewal that another request has begun is over, for a few seconds at most. */
async function renewed(sessionId: string): Promise<void> {
  const until = Date.now() + WAIT_FOR_RENEWAL_MS;
  while ((await read(sessionId))?.renewing === true && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function endSessionRow(row: Row, why: string): Promise<void> {
  await withTransaction(async (tx) => {
    const ended = await tx.$executeRaw`
      UPDATE session SET ended_at = now(), refresh_token_sealed = NULL
      WHERE id = ${row.sessionId}::uuid AND ended_at IS NULL`;
    if (ended === 0) return;
    await record(
      tx,
      { kind: 'system', id: null, name: 'identity provider' },
      {
        action: 'session.ended',
        target: { kind: 'session', id: row.sessionId, name: row.email },
        detail: { why },
      },
    );
  });
}

/** Ends a session at its owner's wish, and has the provider forget the refresh token. Unknown or ended: nothing. */
export async function signOut(sessionId: string): Promise<void> {
  const row = await read(sessionId);
  if (!row || row.ended) return;
  const token = row.sealed && open(row.sealed, webConfig().secret, sessionId);
  await withTransaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE session SET ended_at = now(), refresh_token_sealed = NULL WHERE id = ${sessionId}::uuid AND ended_at IS NULL`;
    await record(
      tx,
      { kind: 'person', id: row.id, name: row.email },
      { action: 'session.ended', target: { kind: 'session', id: sessionId, name: row.email } },
    );
  });
  if (token) await revoke(token);
}

const minute = (date: Date) => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What the person should know: groups left out, or a provider that doesn't answer. */
function noticeOf(row: Row): string | null {
  if (row.minutesOld >= RENEW_AFTER_MINUTES && row.sealed === null) {
    const until = new Date(row.refreshedAt.getTime() + SILENCE_LIMIT_MINUTES * 60_000);
    return `The identity provider gave this session no way to be renewed: sign in again before ${minute(until)}.`;
  }
  if (row.refreshError !== null) {
    const until = new Date(row.refreshedAt.getTime() + SILENCE_LIMIT_MINUTES * 60_000);
    return `The identity provider has not answered since ${minute(row.refreshedAt)}. Your teams are as of then; without an answer, access ends at ${minute(until)}.`;
  }
  if (row.groupsState === 'left-out') {
    return row.groupsSeenAt === null
      ? 'The identity provider left your groups out of its answer, so Berth does not know your teams. Ask its administrator to release the groups claim to Berth (too many groups is the usual reason).'
      : `The identity provider left your groups out of its answer. Berth goes on with those of ${minute(row.groupsSeenAt)}; changes since then do not show until its administrator releases the groups claim.`;
  }
  return null;
}

function toActor(row: Row): Actor {
  const notice = noticeOf(row);
  return {
    personId: row.id,
    email: row.email,
    name: row.name,
    kind: 'session',
    credentialId: row.sessionId,
    roles: effectiveRoles(row),
    teams: row.teams,
    scopes: null,
    groups: row.groups,
    groupsState: row.groupsState,
    ...(notice === null ? {} : { sessionNotice: notice }),
  };
}
