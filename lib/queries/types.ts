/**
 * What queries return: plain data that survives JSON (ISO strings, no Date, no bigint), so that a page, a client
 * component, the API and the CSV export all read the same thing. Nothing here decides who may see what; a query that
 * must hide something leaves the field null or throws `notFound`.
 */
import type { CatalogLink } from '../domain/catalog/links.ts';
import type { ServicePromise } from '../domain/catalog/promise.ts';
import type { Missing } from '../domain/catalog/truth/completeness.ts';
import type { ConfirmationState } from '../domain/catalog/truth/due.ts';
import type { OrphanReason } from '../domain/catalog/truth/orphan.ts';
import type { Lifecycle } from '../domain/catalog/service.ts';
import type { Condition } from '../domain/conditions/index.ts';
import type { ClusterConfig, GuardrailCheck } from '../domain/cluster/index.ts';
import type {
  AccessRole,
  DesiredNamespace,
  Environment,
  NamespaceSpec,
  QuotaKey,
  SizeName,
} from '../domain/desired-state/schema.ts';
import type { Verdict } from '../domain/guardrails/index.ts';
import type { GrantState } from '../domain/hosts/index.ts';
import type { NetworkPicture } from '../domain/network/index.ts';
import type { NamespacePhase, RequestKind, RequestState, RequestVerb } from '../domain/lifecycle/index.ts';

/** A page of rows. `nextCursor` is opaque: send it back as `cursor`, with the same filters. */
export type Page<Row> = { rows: Row[]; nextCursor: string | null; total: number };

export type TeamRef = { slug: string; name: string };
type ServiceRef = { slug: string; name: string };
type ClusterRef = { name: string; displayName: string };
export type PersonRef = { id: string; name: string; email: string };

export type { NamespacePhase, RequestKind, RequestState };

/** One line of quota: what the cluster enforces (or, before it said so, what was granted) and what is used. Texts are Kubernetes quantities. */
export type QuotaLine = {
  key: QuotaKey;
  hard: string;
  /** Null until the cluster reported. */
  used: string | null;
  /** used / hard, 0..n; null until the cluster reported. */
  ratio: number | null;
};

/** The card's quota: lines, and when the cluster said so (null: not yet, the lines are what was granted). */
export type QuotaView = { lines: QuotaLine[]; observedAt: string | null };

/** What every signed-in person sees of a namespace in a list. */
export type NamespaceRow = {
  id: string;
  cluster: ClusterRef;
  name: string;
  team: TeamRef;
  service: ServiceRef;
  environment: Environment;
  purpose: string;
  phase: NamespacePhase;
  /** The Ready condition's message, for a hint beside the phase. */
  phaseMessage: string;
  quota: QuotaView;
  expiresAt: string | null;
  createdAt: string;
};

/** The part of a service that a namespace's card shows. */
export type ServiceCard = ServiceRef & {
  description: string;
  tier: number | null;
  lifecycle: Lifecycle;
  tags: string[];
  sla: ServicePromise;
  /** As its team typed them. */
  links: Record<string, string>;
  /** When its team last said that service, contacts and links are right; null: never. */
  confirmedAt: string | null;
};

/** The part of a team that a namespace's card shows. */
type TeamCard = TeamRef & {
  contactEmail: string | null;
  chatUrl: string | null;
  onCallUrl: string | null;
};

/** One object that Berth keeps in the cluster. */
export type ObjectView = {
  kind: string;
  name: string;
  namespace: string | null;
  stage: string;
  state: 'applied' | 'pending' | 'failed' | 'pruning';
  message: string | null;
  at: string | null;
};

/** One edit by somebody else that Berth put right. */
export type CorrectionView = { at: string; kind: string; name: string; manager: string; change: string };

/** Something about a namespace that its team may want to look at. */
export type FindingView = { rule: string; subject: string; message: string; observedAt: string };

/** What members, administrators, approvers and auditors see beyond the card. */
export type NamespaceDetails = {
  spec: NamespaceSpec;
  /** YAML of everything that Berth applies. */
  yaml: string;
  conditions: Condition[];
  objects: ObjectView[];
  corrections: CorrectionView[];
  /** What the worker noticed and nobody asked for: Services that overlap, hosts that are used and not granted. */
  findings: FindingView[];
  access: { kind: 'group' | 'user'; name: string; role: AccessRole }[];
  requests: RequestRow[];
  audit: AuditRow[];
  createdBy: PersonRef | null;
  uid: string | null;
  /** When the next pass is due, if one is; and how many failed in a row. */
  nextPassAt: string | null;
  attempts: number;
};

/** A namespace's page: the card for everybody, `details` for those who may. */
export type NamespaceView = NamespaceRow & {
  generation: number;
  observedGeneration: number;
  /** ETag of the namespace, for If-Match. */
  version: string;
  teamCard: TeamCard;
  serviceCard: ServiceCard;
  hosts: string[];
  readyAt: string | null;
  statusUpdatedAt: string;
  deletionRequestedAt: string | null;
  contact: string | null;
  /** Those of the namespace itself. */
  links: Record<string, string>;
  /** All of them (its own, the service's, the team's, the cluster's templates), in the order for somebody on call. */
  catalogLinks: CatalogLink[];
  /** kubectl's way in; public facts. */
  apiServer: string;
  clusterReachable: boolean | null;
  /** Null for strangers. */
  details: NamespaceDetails | null;
  /** What the reader may do here; a page shows exactly these buttons. */
  may: { change: boolean; delete: boolean; retry: boolean; seeDetails: boolean };
};

/** A verb that a person can use on a request; pages show one button for each. */
export type VerbName = RequestVerb['verb'];

/** One party whose yes is needed. */
export type PartyView = {
  id: string;
  kind: 'platform' | 'team' | 'zone';
  /** 'Platform', or the team's name. */
  title: string;
  team: TeamRef | null;
  rules: string[];
  state: 'waiting' | 'yes' | 'no';
  decidedBy: PersonRef | null;
  decidedAt: string | null;
  comment: string;
};

export type RequestRow = {
  /** What events name it by; people and addresses use the number. */
  id: string;
  number: number;
  kind: RequestKind;
  state: RequestState;
  /** "billing-prod on harbor-prod". */
  title: string;
  namespaceName: string;
  cluster: ClusterRef;
  environment: Environment;
  team: TeamRef;
  requester: PersonRef;
  reason: string;
  createdAt: string;
  updatedAt: string;
  decidedAt: string | null;
  /** Parties that have not spoken yet: 'Platform', team names. */
  waitingFor: string[];
};

type CommentView = { id: string; by: PersonRef; body: string; createdAt: string };

/** What happened to a request, oldest first; the timeline of its page. */
export type RequestEvent = { at: string; action: string; by: string; text: string };

export type RequestView = RequestRow & {
  version: number;
  desired: DesiredNamespace;
  /** For a change: what was true when it was asked for; null for a create. */
  before: DesiredNamespace | null;
  changedPaths: string[];
  verdict: Verdict;
  guardrailVersion: number;
  /** Send this back when approving: an approval binds to exactly what was shown. */
  resultHash: string;
  /** YAML that will be (or was) applied. */
  yaml: string;
  parties: PartyView[];
  comments: CommentView[];
  events: RequestEvent[];
  decisionComment: string | null;
  appliedAt: string | null;
  /** Set when applied: where to look. */
  namespace: { id: string; cluster: string; name: string; phase: NamespacePhase } | null;
  /** Exactly the verbs this reader may use now. */
  verbs: VerbName[];
  /** Why the reader can't approve, when one would expect it ("You asked for this yourself …"). */
  verbNote: string | null;
};

export type TeamRow = TeamRef & {
  id: string;
  description: string;
  contactEmail: string | null;
  namespaces: number;
  services: number;
  /** The reader's own part in it. */
  myRole: 'member' | 'maintainer' | null;
  archivedAt: string | null;
};

type TeamGroupView = { id: string; group: string; role: 'member' | 'maintainer' };

/** Figures of the team's budget; used = sum of granted quota. */
export type BudgetLine = { key: QuotaKey; budget: string; committed: string; ratio: number };

export type TeamView = TeamRow & {
  parent: TeamRef | null;
  /** Teams that name it as their parent, by name. */
  children: TeamRef[];
  /** Its maintainers who have signed in, for everybody: whom to ask. */
  leads: PersonRef[];
  /** Slugs it had before, the latest first. */
  formerSlugs: string[];
  chatUrl: string | null;
  onCallUrl: string | null;
  costCentre: string | null;
  version: number;
  serviceRows: ServiceRow[];
  namespaceRows: NamespaceRow[];
  /** Members, approvers, administrators and auditors only; null for strangers. */
  groups: TeamGroupView[] | null;
  people: (PersonRef & { role: 'member' | 'maintainer' })[] | null;
  budget: BudgetLine[] | null;
  may: { change: boolean; mapGroups: boolean; setBudget: boolean; createService: boolean };
};

export type ServiceRow = ServiceRef & {
  id: string;
  team: TeamRef;
  description: string;
  tier: number | null;
  lifecycle: Lifecycle;
  tags: string[];
  namespaces: number;
  /** When its team last said that it is right; null: never. */
  confirmedAt: string | null;
};

/** A service as others name it: what it is, and whose. */
export type ServiceLink = ServiceRef & { team: TeamRef };

/** What is said of one of a service's namespaces alone: its own links, and those of its cluster's templates. */
export type PlaceLinks = {
  cluster: ClusterRef;
  name: string;
  environment: Environment;
  links: CatalogLink[];
};

export type ServiceView = ServiceRow & {
  sla: ServicePromise;
  /** As its team typed them. */
  links: Record<string, string>;
  /** Those and its team's chat and on-call, in the order for somebody on call. */
  catalogLinks: CatalogLink[];
  /** Links of its namespaces, production first. */
  placeLinks: PlaceLinks[];
  /** Services it needs, and services that need it; a circle of services shows in both. */
  dependsOn: ServiceLink[];
  dependents: ServiceLink[];
  /** Maintainers of its team who have signed in, for everybody. */
  leads: PersonRef[];
  /** Slugs it had before, the latest first. */
  formerSlugs: string[];
  version: number;
  teamCard: TeamCard;
  namespaceRows: NamespaceRow[];
  createdAt: string;
  may: { change: boolean };
};

export type ClusterRow = ClusterRef & {
  id: string;
  environments: Environment[];
  mode: 'heal' | 'observe';
  /** Null until the worker has looked once. */
  reachable: boolean | null;
  reason: string | null;
  message: string;
  kubernetesVersion: string | null;
  observedAt: string | null;
  namespaces: number;
  archivedAt: string | null;
};

/** How the clusters stand, in short. */
export type FleetView = {
  all: number;
  /** How many answered when they were last looked at; one that never was is neither here nor among those that don't. */
  reached: number;
  /** How many don't answer. */
  down: number;
  /** The first of these, by name. */
  named: { name: string; observedAt: string | null }[];
};

/** What is known of a cluster's guardrails. Words and checks are for those who run the house; others get none. */
export type GuardrailsView = {
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  /** Since when the status holds. */
  since: string;
  /** Policy by policy, in the order they are applied. */
  checks: GuardrailCheck[];
  /** What a cluster administrator runs to install the bundle. */
  command: string;
};

export type ClusterView = ClusterRow & {
  apiServer: string;
  /** PEM, public; null where the system's own roots are meant. */
  caBundle: string | null;
  conditions: Condition[];
  lastSuccessAt: string | null;
  version: number;
  offer: {
    gateways: string[];
    gatewayClasses: string[];
    ingressClasses: string[];
    issuers: string[];
    registries: string[];
  };
  /** Whether the guardrail bundle is proved to be in force; null until the worker has said anything. */
  guardrails: GuardrailsView | null;
  namespaceRows: NamespaceRow[];
  /** Administrators, approvers and auditors only; null for others. */
  operations: {
    config: ClusterConfig;
    headroom: { key: string; allocatable: string; overcommit: number; committed: string; ratio: number }[];
  } | null;
  may: { change: boolean };
};

/** Who may talk to whom. */
export type NetworkView = NetworkPicture & {
  /** False: the reader is of the other side and sees only the connections between that side and their own teams. */
  complete: boolean;
  /** More connections than a picture holds: the rest is left out. */
  truncated: boolean;
  /** Namespaces of the team, or 1. */
  namespaceTotal: number;
  /** Connections that the reader may end. */
  mayEnd: string[];
};

/** Everything the ask form offers. */
export type AskOptions = {
  clusters: (ClusterRef & { environments: Environment[]; reachable: boolean | null })[];
  /** The reader's teams; all teams for administrators. */
  teams: (TeamRef & { maintainer: boolean; groups: string[] })[];
  services: (ServiceRef & { team: string })[];
  sizes: { size: SizeName; title: string; description: string; quota: Record<QuotaKey, string> }[];
  environments: Environment[];
  quotaKeys: QuotaKey[];
  accessRoles: AccessRole[];
};

/** The first page after sign-in. */
export type HomeView = {
  teams: TeamRow[];
  namespaces: NamespaceRow[];
  namespaceTotal: number;
  myRequests: RequestRow[];
  toDecide: RequestRow[];
  toDecideTotal: number;
  /** Namespaces of my teams that are not Ready or expire within 7 days. */
  attention: NamespaceRow[];
  clusters: ClusterRow[];
  /** Services of my teams that wait for their word: due, soon due, or with a link found broken. */
  toConfirm: number;
  /** Services that my teams are asked to take; for administrators also those that nobody is named for. */
  transfers: TransferView[];
};

/** A link that visitors found broken, and that its team has not looked at. */
export type LinkReportView = {
  /** Of the first report; clearing it clears all of this link. */
  id: string;
  link: string;
  url: string;
  /** How many people say so. */
  reports: number;
  reportedAt: string;
};

/** A service whose owner is in question. */
export type TransferView = {
  id: string;
  service: ServiceRef;
  from: TeamRef;
  /** Null: nobody is named yet. */
  to: TeamRef | null;
  openedAt: string;
  /** Both null for those who are of neither team. */
  openedBy: PersonRef | null;
  reason: string | null;
  /** Namespaces that would go with it. */
  namespaces: number;
  may: { accept: boolean; decline: boolean; withdraw: boolean; route: boolean };
};

/** How true a service's entry is: its team's word, what it doesn't say, and what was found broken. */
export type TruthRow = {
  id: string;
  service: ServiceRef;
  team: TeamRef;
  confirmedAt: string | null;
  dueAt: string;
  confirmation: ConfirmationState;
  /** 0 to 100. */
  score: number;
  missing: Missing[];
  reports: LinkReportView[];
};

export type OwnershipView = TruthRow & {
  confirmedBy: PersonRef | null;
  transfer: TransferView | null;
  may: { confirm: boolean; report: boolean; clear: boolean; disown: boolean; route: boolean };
};

/** A service that nobody looks after. */
export type OrphanRow = {
  id: string;
  service: ServiceRef;
  team: TeamRef;
  tier: number | null;
  namespaces: number;
  reasons: OrphanReason[];
  transfer: TransferView | null;
  may: { route: boolean };
};

export type ApiTokenScope = 'read' | 'write' | 'approve';

export type ApiTokenRow = {
  id: string;
  name: string;
  /** First characters, to recognise it by; never the secret. */
  prefix: string;
  scopes: ApiTokenScope[];
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
  state: 'active' | 'expired' | 'revoked';
};

export type AuditRow = {
  id: string;
  at: string;
  actorKind: 'person' | 'token' | 'worker' | 'system';
  actorName: string;
  action: string;
  targetKind: string;
  targetId: string;
  targetName: string;
  team: TeamRef | null;
  detail: Record<string, unknown>;
};

export type Role = 'administrator' | 'approver' | 'auditor';

type RoleGrantView = {
  id: string;
  role: Role;
  group: string | null;
  person: PersonRef | null;
  createdBy: PersonRef | null;
  createdAt: string;
};

export type PersonRow = PersonRef & {
  roles: Role[];
  teams: (TeamRef & { role: 'member' | 'maintainer' })[];
  groups: string[];
  groupsState: 'known' | 'left-out';
  lastSeenAt: string | null;
  disabledAt: string | null;
  openSessions: number;
};

/** One team of a person, as their page shows it. */
export type PersonTeam = TeamCard & {
  description: string;
  role: 'member' | 'maintainer';
  namespaces: number;
  services: number;
  /** The first of its services, those of the highest tier first. */
  serviceRows: ServiceRow[];
};

/** A person as the directory has them. */
export type PersonView = PersonRef & {
  isReader: boolean;
  /** Shut out of Berth; only administrators and auditors see such people. */
  disabled: boolean;
  /** Whether they were here in the last 90 days; null for who is not to know. */
  seenLately: boolean | null;
  /** Those that they maintain first; `teamTotal` says how many there are. */
  teams: PersonTeam[];
  teamTotal: number;
};

/** The administrators' screen of roles, group mappings and people. */
export type PeopleAndRoles = {
  grants: RoleGrantView[];
  /** The e-mail that configuration names; an administrator without a row. */
  firstAdministrator: string | null;
  mappings: (TeamGroupView & { team: TeamRef })[];
  /** How many grants and mappings there are; the lists hold the first 50, and a search finds the others. */
  grantTotal: number;
  mappingTotal: number;
  /** A page of people; `peopleTotal` is how many fit, `nextCursor` leads on. */
  people: PersonRow[];
  peopleTotal: number;
  nextCursor: string | null;
  /** Groups that signed-in people carry, for completion. */
  knownGroups: string[];
};

/** Who is asking, for the header and `GET /api/v1/me`. */
export type MeView = {
  person: PersonRef;
  kind: 'session' | 'token';
  roles: Role[];
  teams: (TeamRef & { role: 'member' | 'maintainer' })[];
  scopes: string[] | null;
  groupsState: 'known' | 'left-out';
  notice: string | null;
};

/** A DNS suffix from which names are delegated. */
export type ZoneRow = {
  id: string;
  suffix: string;
  description: string;
  clusters: ClusterRef[];
  /** Who says yes to what nobody delegated; null: the platform team. */
  owner: TeamRef | null;
  delegations: number;
  /** Hosts that namespaces hold in it. */
  hosts: number;
  version: number;
  createdAt: string;
};

/** A name, or all names below one, given to a team. */
export type DelegationRow = {
  id: string;
  host: string;
  zone: string;
  team: TeamRef;
  /** Hosts that are handed out from it. */
  hosts: number;
  createdAt: string;
  /** Null for who is neither of the team nor runs the house. */
  reason: string | null;
  createdBy: PersonRef | null;
};

export type ZoneView = ZoneRow & {
  /** By name, at most 200. */
  delegationRows: DelegationRow[];
  may: { change: boolean; delegate: boolean };
};

/** Where a grant stands that is not history. */
export type LiveGrantState = Exclude<GrantState, 'free'>;

/** A host that a namespace holds, held, or (for its own team) asks for. */
export type HostRow = {
  id: string;
  /** "shop.example.com/cart". */
  name: string;
  host: string;
  path: string;
  state: LiveGrantState;
  team: TeamRef;
  cluster: ClusterRef;
  service: string;
  environment: string;
  /** Null while an open request asks for it. */
  namespace: string | null;
  /** The delegation that it was handed out from. */
  delegation: string | null;
  /** When quarantine ends. */
  freeAt: string | null;
  /** Why it was taken away; null for strangers. */
  revokeReason: string | null;
  updatedAt: string;
};

/** An object of a cluster that carries a host. */
export type HostUse = {
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
  /** '' is every host. */
  host: string;
  path: string;
  observedAt: string;
};

/** A host that is used and not granted, with what its owner can run to end that. */
export type StaleUse = HostUse & { command: string };

/** The hosts of a namespace. What uses them is for its team. */
export type NamespaceHostsView = {
  hosts: (HostRow & { uses: HostUse[] | null })[];
  /** What the namespace uses without holding it (any more); null for strangers. */
  stale: StaleUse[] | null;
  /** What its team may take hosts from, on this cluster. */
  delegations: DelegationRow[];
  /** Suffixes of the zones of its cluster. */
  zones: string[];
  mostHosts: number;
  may: { take: boolean; revoke: boolean };
};

/** The hosts of a team. */
export type TeamHostsView = {
  delegations: DelegationRow[];
  hosts: Page<HostRow>;
  /** Null for strangers. */
  stale: StaleUse[] | null;
};

/** Who has a name: what overlaps it, from the zone down to what serves it. */
export type NameHolders = {
  name: string;
  zone: ZoneRow | null;
  delegations: DelegationRow[];
  hosts: HostRow[];
  /** An open request of somebody else asks for it. */
  reserved: boolean;
  /** What clusters serve it with. Names that the reader may not know are null. */
  servedBy: (Omit<HostUse, 'namespace' | 'name'> & {
    namespace: string | null;
    name: string | null;
    team: TeamRef | null;
  })[];
};
