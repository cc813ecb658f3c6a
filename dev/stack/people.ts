/** The demo company: eight teams, and the people who sign in. Groups are what the identity provider says of them. */

/** A person as the identity provider knows them. Changes to people.json count at the next refresh. */
export interface Person {
  sub: string;
  email: string;
  name: string;
  /** What they are, for the sign-in page. */
  title: string;
  groups: string[];
  /** Cannot sign in, and refreshes fail. */
  disabled?: boolean;
  /** Too many groups for a token: the claim is left out and `_claim_names` points elsewhere, as Entra ID does. */
  overage?: boolean;
}

/** Slugs of the demo teams; each has the groups SLUG-developers and SLUG-maintainers. */
const TEAMS = [
  'payments',
  'checkout',
  'identity',
  'search',
  'logistics',
  'data-platform',
  'mobile',
  'observability',
] as const;

/** Groups that give a role in the portal instead of a place in a team. */
const ROLE_GROUPS: Readonly<Record<string, 'administrator' | 'approver' | 'auditor'>> = {
  'platform-admins': 'administrator',
  'platform-approvers': 'approver',
  'platform-auditors': 'auditor',
};

/** The first administrator. */
export const ADMINISTRATOR = 'ada@harbor.example';

function person(first: string, name: string, title: string, ...groups: string[]): Person {
  return { sub: `person-${first}`, email: `${first}@harbor.example`, name, title, groups };
}

/** The people of the demo. */
export const PEOPLE: readonly Person[] = [
  person('ada', 'Ada Lindqvist', 'Platform administrator', 'platform-admins'),
  person('kwame', 'Kwame Boateng', 'Platform administrator', 'platform-admins'),
  person('noor', 'Noor Haddad', 'Approver, platform team', 'platform-approvers'),
  person('ines', 'Inês Carvalho', 'Auditor', 'platform-auditors'),
  person('mei', 'Mei Tanaka', 'Maintainer, payments', 'payments-maintainers'),
  person('tomas', 'Tomás Herrera', 'Developer, payments', 'payments-developers'),
  person('priya', 'Priya Raman', 'Maintainer, checkout', 'checkout-maintainers'),
  person(
    'jonas',
    'Jonas Weber',
    'Developer, checkout and payments',
    'checkout-developers',
    'payments-developers',
  ),
  person('amina', 'Amina Diallo', 'Maintainer, identity', 'identity-maintainers'),
  person('oleh', 'Oleh Kovalenko', 'Developer, identity', 'identity-developers'),
  person('sofia', 'Sofia Rossi', 'Maintainer, search', 'search-maintainers'),
  person('dae', 'Dae-jung Park', 'Developer, search', 'search-developers'),
  person('lena', 'Lena Novak', 'Maintainer, logistics', 'logistics-maintainers'),
  person('ravi', 'Ravi Menon', 'Developer, logistics', 'logistics-developers'),
  person('zainab', 'Zainab Okafor', 'Maintainer, data platform', 'data-platform-maintainers'),
  person('emil', 'Emil Sørensen', 'Developer, data platform', 'data-platform-developers'),
  person('camille', 'Camille Dubois', 'Maintainer, mobile', 'mobile-maintainers'),
  person('hana', 'Hana Yılmaz', 'Developer, mobile', 'mobile-developers'),
  person('marcus', 'Marcus Reid', 'Maintainer, observability', 'observability-maintainers'),
  person('yuki', 'Yuki Sato', 'Developer, observability', 'observability-developers'),
];

/** The teams of a person, by their groups. */
export function teamsOf({ groups }: Pick<Person, 'groups'>): string[] {
  return TEAMS.filter((team) =>
    groups.some((group) => group === `${team}-developers` || group === `${team}-maintainers`),
  );
}

/** The portal roles of a person, by their groups. */
export function rolesOf({ groups }: Pick<Person, 'groups'>): string[] {
  return groups.flatMap((group) => ROLE_GROUPS[group] ?? []);
}
