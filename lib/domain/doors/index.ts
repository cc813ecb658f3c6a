// Doors to other tools: the catalog as Backstage, Prometheus, OpenCost, Argo CD and flux take it. docs/integrations.md.
export { groupEntity, resourceEntity, serviceEntities, type BackstageEntity } from './backstage.ts';
export type { Place, ServiceFacts, TeamFacts } from './facts.ts';
export { FLUX_LIMIT, gitopsParameters, type GitopsParameters } from './gitops.ts';
export { OPENCOST_LABELS, OPENCOST_TEMPLATES, costRow, type CostRow } from './opencost.ts';
export { INFO_END, INFO_HEAD, infoLine, targetGroups, type TargetGroup } from './prometheus.ts';
