// Links by name. Well-known names have a label, a group and a place in the order in which somebody on call needs them; any other
// name is free, and stands last.

/** Which question a link answers: where to turn to, where the docs are, where the dashboards are. */
export const LINK_GROUPS = ['help', 'docs', 'boards'] as const;
export type LinkGroup = (typeof LINK_GROUPS)[number];

type Known = { label: string; group: LinkGroup; aliases: readonly string[] };

// The order is that of a night on call: somebody to talk to, who is on call, what to do, what can be seen; then all else.
const KNOWN = {
  chat: { label: 'Chat', group: 'help', aliases: ['slack', 'teams', 'channel'] },
  oncall: { label: 'On call', group: 'help', aliases: ['on-call', 'pager', 'pagerduty', 'opsgenie'] },
  runbook: { label: 'Runbook', group: 'docs', aliases: ['runbooks', 'playbook'] },
  dashboards: { label: 'Dashboards', group: 'boards', aliases: ['dashboard', 'performance', 'grafana'] },
  logs: { label: 'Logs', group: 'boards', aliases: ['log', 'logging'] },
  metrics: { label: 'Metrics', group: 'boards', aliases: ['metric', 'prometheus'] },
  traces: { label: 'Traces', group: 'boards', aliases: ['trace', 'tracing'] },
  uptime: { label: 'Uptime', group: 'boards', aliases: ['status', 'monitoring'] },
  incidents: { label: 'Incidents', group: 'help', aliases: ['incident'] },
  support: { label: 'Support', group: 'help', aliases: ['help', 'helpdesk'] },
  documentation: { label: 'Documentation', group: 'docs', aliases: ['docs', 'doc', 'wiki', 'handbook'] },
  api: { label: 'API', group: 'docs', aliases: ['openapi', 'swagger', 'asyncapi'] },
  repository: { label: 'Repository', group: 'docs', aliases: ['repo', 'source', 'code', 'git'] },
  bugs: { label: 'Bugs', group: 'help', aliases: ['bug', 'issues', 'tickets'] },
  sla: { label: 'SLA', group: 'boards', aliases: ['slo', 'slos'] },
  cost: { label: 'Cost', group: 'boards', aliases: ['costs', 'finops'] },
  dependencies: { label: 'Dependencies', group: 'docs', aliases: ['architecture'] },
} as const satisfies Record<string, Known>;

/** A well-known link. */
export type LinkKind = keyof typeof KNOWN;

/** Well-known links, in the order for somebody on call at night. */
export const LINK_KINDS = Object.keys(KNOWN) as readonly LinkKind[];

const BY_NAME: ReadonlyMap<string, LinkKind> = new Map(
  LINK_KINDS.flatMap((kind) => [kind, ...KNOWN[kind].aliases].map((name) => [name, kind] as const)),
);

/** How a link may be named: lower-case letters, digits and hyphens. */
export const LINK_NAME = /^[a-z][a-z0-9-]{0,40}$/;

/** Which well-known link a name means ("docs" is documentation); null for a free name. */
export function linkKind(name: string): LinkKind | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}

/** Every name that means a well-known link. */
export const linkNames = (kind: LinkKind): readonly string[] => [kind, ...KNOWN[kind].aliases];

/** A link's title for people: "runbook" is "Runbook", "cost-report" is "Cost report". */
export function linkLabel(name: string): string {
  const kind = linkKind(name);
  if (kind !== null) return KNOWN[kind].label;
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}

const DOCS = /doc|runbook|wiki|repo|guide|spec/i;
const BOARDS = /dash|metric|log|trace|performance|uptime|monitor|grafana|slo|sla|alert/i;

/** Which question a link answers; a free name is judged by its words. */
export function linkGroup(name: string): LinkGroup {
  const kind = linkKind(name);
  if (kind !== null) return KNOWN[kind].group;
  return DOCS.test(name) ? 'docs' : BOARDS.test(name) ? 'boards' : 'help';
}

/**
 * Who says a link, the nearest first: what is said of the namespace itself holds before what is said of all of its service, and so on.
 * A cluster's template says it only where nobody typed one.
 */
export const LINK_SOURCES = ['namespace', 'service', 'team', 'cluster'] as const;
export type LinkSource = (typeof LINK_SOURCES)[number];

/** A link as cards show it. */
export type CatalogLink = {
  /** As its owner named it. */
  name: string;
  /** The well-known link it is; null for a free name. */
  kind: LinkKind | null;
  label: string;
  group: LinkGroup;
  url: string;
  from: LinkSource;
};

/** Links by name, of each source that says any. */
export type LinkSources = { readonly [K in LinkSource]?: Readonly<Record<string, string | null>> };

/**
 * The links of a place, in the order for somebody on call. The nearest source wins for a well-known link (or a free name): a
 * template never takes the place of what somebody typed. Two names of one source for the same link are both kept.
 */
export function catalogLinks(sources: LinkSources): CatalogLink[] {
  const links: CatalogLink[] = [];
  for (const from of LINK_SOURCES) {
    const taken = new Set(links.map((link) => link.kind ?? link.name));
    for (const [name, url] of Object.entries(sources[from] ?? {})) {
      const kind = linkKind(name);
      if (url === null || url === '' || taken.has(kind ?? name)) continue;
      links.push({ name, kind, label: linkLabel(name), group: linkGroup(name), url, from });
    }
  }
  return links.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

// Well-known links by their order, the plain name before another word for it; free names last.
function rank(link: CatalogLink): number {
  if (link.kind === null) return LINK_KINDS.length * 2;
  return LINK_KINDS.indexOf(link.kind) * 2 + (link.name === link.kind ? 0 : 1);
}

/** A team's own links: its chat and whoever is on call. */
export function teamLinks(team: {
  chatUrl: string | null;
  onCallUrl: string | null;
}): Record<string, string | null> {
  return { chat: team.chatUrl, oncall: team.onCallUrl };
}

/** Whether a record of links (service.links) has this well-known one, by whatever name. */
export function hasLink(links: Readonly<Record<string, string>>, kind: LinkKind): boolean {
  return Object.entries(links).some(([name, url]) => linkKind(name) === kind && url !== '');
}
