// The catalog for OpenCost, which reads whose a workload is from labels; those of the Namespace count for every pod in it.
import { labelValue } from '../names/index.ts';
import type { Place } from './facts.ts';

/** What OpenCost asks of a workload -> the label that it looks at unless told otherwise (its LabelConfig). */
export const OPENCOST_LABELS = {
  team: 'team',
  owner: 'owner',
  department: 'department',
  environment: 'env',
  product: 'app',
} as const;

/** Label templates of a cluster (Clusters, its configuration) that put exactly these labels on every Namespace. */
export const OPENCOST_TEMPLATES: Readonly<Record<string, string>> = {
  [OPENCOST_LABELS.team]: '{team}',
  [OPENCOST_LABELS.owner]: '{team}',
  [OPENCOST_LABELS.department]: '{costCentre}',
  [OPENCOST_LABELS.environment]: '{environment}',
  [OPENCOST_LABELS.product]: '{service}',
};

/** A namespace and what its costs are counted under, as the labels say it. */
export type CostRow = {
  cluster: string;
  namespace: string;
  team: string;
  owner: string;
  /** The team's cost centre; null when it has none, or when the reader isn't to know. */
  department: string | null;
  environment: string;
  product: string;
};

/** The row of a namespace. */
export function costRow(place: Place): CostRow {
  const { costCentre } = place.team;
  return {
    cluster: place.cluster.name,
    namespace: place.namespace,
    team: labelValue(place.team.slug),
    owner: labelValue(place.team.slug),
    department: costCentre === null || costCentre === '' ? null : labelValue(costCentre),
    environment: place.environment,
    product: labelValue(place.service.slug),
  };
}
