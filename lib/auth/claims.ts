/** What the identity provider says of a person, read with suspicion. Pure. */

export type Identity = {
  issuer: string;
  subject: string;
  email: string;
  emailVerified: boolean;
  name: string;
  /** Null when the provider left the groups out (no claim, or an overage reference): never the same as "no groups". */
  groups: string[] | null;
};

/** Why somebody can't sign in; the sign-in page has a sentence for each. */
export type SignInRefusal =
  'no-subject' | 'no-email' | 'email-unverified' | 'email-taken' | 'disabled' | 'unavailable';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * Groups of a claim: an array of texts, or one text. Null when it is absent or malformed, or when the token points
 * elsewhere for it (`_claim_names`, as Entra ID does over 200 groups; `hasgroups` in its implicit flow).
 */
export function groupsOf(claims: Record<string, unknown>, claim: string): string[] | null {
  const names = claims['_claim_names'];
  if (typeof names === 'object' && names !== null && claim in names) return null;
  if (claims['hasgroups'] === true || claims['hasgroups'] === 'true') return null;
  const value = claims[claim];
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (!Array.isArray(value) || !value.every((group) => typeof group === 'string')) return null;
  return [...new Set(value.filter((group) => group !== ''))].sort();
}

/** The identity that claims describe, or why there is none. `issuer` is the one that was configured and checked. */
export function identityOf(
  claims: Record<string, unknown>,
  issuer: string,
  groupsClaim: string,
): Identity | SignInRefusal {
  const subject = text(claims['sub']);
  if (subject === null) return 'no-subject';
  const email = text(claims['email']);
  if (email === null) return 'no-email';
  return {
    issuer,
    subject,
    email,
    emailVerified: claims['email_verified'] === true || claims['email_verified'] === 'true',
    name: text(claims['name']) ?? text(claims['preferred_username']) ?? email,
    groups: groupsOf(claims, groupsClaim),
  };
}
