// How much of what a newcomer asks a service answers, and what to do about the rest.

/** What the score is counted from. */
export type ServiceFacts = {
  description: string;
  tier: number | null;
  lifecycle: string;
  /** Environments of its namespaces. */
  environments: readonly string[];
  /** Its team can be written to: an e-mail address, or a chat. */
  reachable: boolean;
  onCall: boolean;
  documentation: boolean;
  /** Typed, or from a link template of the clusters it runs on. */
  dashboards: boolean;
  runbook: boolean;
  repository: boolean;
  /** At least one figure is promised. */
  objective: boolean;
  /** Its team's last word is not too old. */
  confirmed: boolean;
  /** Links that somebody found broken and nobody has looked at. */
  brokenLinks: number;
};

export type CompletenessKey =
  | 'description'
  | 'tier'
  | 'lifecycle'
  | 'reachable'
  | 'on-call'
  | 'documentation'
  | 'dashboards'
  | 'runbook'
  | 'repository'
  | 'objective'
  | 'confirmed'
  | 'links';

/** One thing that a service doesn't say: what, and how to say it. */
export type Missing = { key: CompletenessKey; words: string; remedy: string };

export type Completeness = {
  /** 0 to 100: the weight of what it answers, of what it should. */
  score: number;
  /** The heaviest first. */
  missing: Missing[];
};

type Check = Missing & {
  /** Of 100. */
  weight: number;
  passes: (facts: ServiceFacts) => boolean;
  /** Something that is only tried out owes it to nobody. */
  notWhileExperimental?: true;
};

const EDIT = 'Add it under “Edit service”.';

const CHECKS: readonly Check[] = [
  {
    key: 'reachable',
    weight: 15,
    words: 'Its team names neither an e-mail address nor a chat.',
    remedy: 'A maintainer adds one under “Edit team”.',
    passes: (facts) => facts.reachable,
  },
  {
    key: 'description',
    weight: 10,
    words: 'It doesn’t say what it does.',
    remedy: 'Write a sentence under “Edit service”.',
    passes: (facts) => facts.description.trim() !== '',
  },
  {
    key: 'on-call',
    weight: 10,
    words: 'Nobody knows who is on call.',
    remedy: 'Add an on-call link to the service or its team.',
    passes: (facts) => facts.onCall,
    notWhileExperimental: true,
  },
  {
    key: 'documentation',
    weight: 10,
    words: 'No documentation.',
    remedy: EDIT,
    passes: (facts) => facts.documentation,
  },
  {
    key: 'dashboards',
    weight: 10,
    words: 'No dashboards.',
    remedy: 'Add them under “Edit service”, or ask an administrator for a link template of the cluster.',
    passes: (facts) => facts.dashboards,
  },
  {
    key: 'runbook',
    weight: 10,
    words: 'No runbook.',
    remedy: EDIT,
    passes: (facts) => facts.runbook,
    notWhileExperimental: true,
  },
  {
    key: 'objective',
    weight: 10,
    words: 'It promises no figure.',
    remedy: 'Add an availability or a response time under “Edit service”.',
    passes: (facts) => facts.objective,
    notWhileExperimental: true,
  },
  {
    key: 'tier',
    weight: 5,
    words: 'No tier.',
    remedy: 'Choose one under “Edit service”.',
    passes: (facts) => facts.tier !== null,
  },
  {
    key: 'lifecycle',
    weight: 5,
    words: 'It says that it is experimental, and runs in production.',
    remedy: 'Choose the lifecycle that is true under “Edit service”.',
    passes: (facts) => facts.lifecycle !== 'experimental' || !facts.environments.includes('production'),
  },
  {
    key: 'repository',
    weight: 5,
    words: 'No repository.',
    remedy: EDIT,
    passes: (facts) => facts.repository,
  },
  {
    key: 'confirmed',
    weight: 5,
    words: 'Its team has not confirmed it for half a year.',
    remedy: 'Look it over, then confirm it.',
    passes: (facts) => facts.confirmed,
  },
  {
    key: 'links',
    weight: 5,
    words: 'Somebody found a link broken.',
    remedy: 'Mend the link, or clear the report.',
    passes: (facts) => facts.brokenLinks === 0,
  },
];

/** The score of a service, and what is missing. */
export function completenessOf(facts: ServiceFacts): Completeness {
  const checks = CHECKS.filter(
    ({ notWhileExperimental }) => notWhileExperimental !== true || facts.lifecycle !== 'experimental',
  );
  const sum = (some: readonly Check[]): number => some.reduce((total, { weight }) => total + weight, 0);
  const failed = checks.filter(({ passes }) => !passes(facts));
  return {
    score: Math.round((100 * (sum(checks) - sum(failed))) / sum(checks)),
    missing: failed.map(({ key, words, remedy }) => ({ key, words, remedy })),
  };
}
