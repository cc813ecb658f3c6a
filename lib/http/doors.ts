/** The doors' answers that aren't one JSON object: documents, arrays and metrics, streamed page by page. */
import { stringify } from 'yaml';
import type { Actor } from '../auth/actor.ts';
import { webConfig } from '../config/env.ts';
import { INFO_END, INFO_HEAD, infoLine, targetGroups } from '../domain/doors/index.ts';
import type { CostRow, TargetGroup } from '../domain/doors/index.ts';
import { eachBackstageEntity } from '../queries/doors-backstage.ts';
import type { BackstageFilter } from '../queries/doors-backstage.ts';
import { eachPlace } from '../queries/doors.ts';
import type { DoorFilter } from '../queries/doors.ts';
import type { Column } from './csv.ts';
import { jsonArray, streamResponse } from './stream.ts';

/** Every entity for Backstage, as one YAML document each. */
export function catalogInfo(actor: Actor, filter: BackstageFilter): Promise<Response> {
  return streamResponse(catalogTexts(actor, filter), 'application/yaml; charset=utf-8');
}

async function* catalogTexts(actor: Actor, filter: BackstageFilter): AsyncGenerator<string, void, undefined> {
  // An empty catalog is still a text: a reader can tell it from an answer that never came.
  let head = '# The catalog of Berth. Made anew at each request; change things there.\n';
  for await (const entities of eachBackstageEntity(actor, filter)) {
    // No line is folded: texts come out as they went in, and each reader agrees on where they end.
    yield head + entities.map((entity) => `---\n${stringify(entity, { lineWidth: 0 })}`).join('');
    head = '';
  }
}

/** Published hosts for Prometheus' HTTP service discovery. */
export function httpSd(actor: Actor, filter: DoorFilter): Promise<Response> {
  return streamResponse(jsonArray(groups(actor, filter)), 'application/json');
}

async function* groups(actor: Actor, filter: DoorFilter): AsyncGenerator<TargetGroup[], void, undefined> {
  for await (const page of eachPlace(actor, filter, 'publishing')) {
    yield page.flatMap((place) => targetGroups(place, webConfig().portalUrl));
  }
}

/** The info metric, a line for each namespace. */
export function infoMetrics(actor: Actor, filter: DoorFilter): Promise<Response> {
  return streamResponse(
    infoTexts(actor, filter),
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  );
}

async function* infoTexts(actor: Actor, filter: DoorFilter): AsyncGenerator<string, void, undefined> {
  let head = INFO_HEAD;
  for await (const page of eachPlace(actor, filter, 'all')) {
    yield head + page.map(infoLine).join('');
    head = '';
  }
  yield INFO_END;
}

/** The columns of the mapping for OpenCost. */
export const costColumns: Column<CostRow>[] = [
  { title: 'cluster', value: (row) => row.cluster },
  { title: 'namespace', value: (row) => row.namespace },
  { title: 'team', value: (row) => row.team },
  { title: 'owner', value: (row) => row.owner },
  { title: 'department', value: (row) => row.department },
  { title: 'environment', value: (row) => row.environment },
  { title: 'product', value: (row) => row.product },
];
