/** What each namespace's costs are counted under, for OpenCost, and the labels that have it do so by itself. */
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { OPENCOST_LABELS, OPENCOST_TEMPLATES, costRow } from '../domain/doors/index.ts';
import type { CostRow } from '../domain/doors/index.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { doorCondition, selectPlaces } from './doors.ts';
import type { DoorFilter } from './doors.ts';

export type CostLabels = {
  rows: CostRow[];
  nextCursor: string | null;
  /** OpenCost's word -> the label that it looks at unless told otherwise. */
  labels: typeof OPENCOST_LABELS;
  /** For a cluster's configuration: with these label templates every Namespace carries those labels. */
  labelTemplates: Readonly<Record<string, string>>;
};

/** A page of the mapping, by the namespaces' names. */
export async function listCostLabels(
  actor: Actor,
  filter: DoorFilter & { cursor?: string | undefined; limit?: number | undefined } = {},
): Promise<CostLabels> {
  requirePermission(actor, 'catalog.read');
  const limit = pageSize(filter.limit, 100);
  const values = decodeCursor('cost-labels', filter.cursor, 2);
  const places = await selectPlaces(actor, await doorCondition(filter), {
    scope: 'all',
    after: values && [values[0] ?? '', cursorId(values[1] ?? '')],
    limit: limit + 1,
  });
  const page = places.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(costRow),
    nextCursor: places.length > limit && last ? encodeCursor('cost-labels', [last.namespace, last.id]) : null,
    labels: OPENCOST_LABELS,
    labelTemplates: OPENCOST_TEMPLATES,
  };
}
