/** The part of the routes table that other tools use; docs/integrations.md says how each is set up. */
import { z } from 'zod';
import { ENVIRONMENTS } from '../domain/desired-state/schema.ts';
import * as answers from './openapi/door-responses.ts';
import type { Operation } from './operation.ts';

const slug = z.string().min(1, 'Leave it out, or name one.').max(63);
const paging = {
  cursor: z.string().max(1_000).optional().describe('nextCursor of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).optional().describe('Rows of a page; 100 unless told.'),
};
const format = z.enum(['json', 'csv']).optional().describe('csv: every row, not a page.');

/** Which namespaces; a team, service or cluster that isn't there is refused, not taken for an empty list. */
const which = {
  cluster: slug.optional(),
  team: slug.optional().describe('Its slug, or one that it had before.'),
  service: slug.optional().describe('Its slug, or one that it had before.'),
  environment: z.enum(ENVIRONMENTS).optional(),
  q: z.string().max(200).optional().describe('Found in name, purpose, team or service.'),
};
const whose = { team: slug.optional(), service: slug.optional() };

export const doorOperations = {
  backstageCatalog: {
    id: 'backstageCatalog',
    method: 'GET',
    path: '/api/v1/backstage/catalog-info.yaml',
    tag: 'Other tools',
    summary: 'The catalog as Backstage’s entities, one YAML document each',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject(whose),
    response: null,
    mediaType: 'application/yaml',
  },
  backstageEntities: {
    id: 'backstageEntities',
    method: 'GET',
    path: '/api/v1/backstage/entities',
    tag: 'Other tools',
    summary: 'The same, for an entity provider: pages with an ETag each',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject({ ...whose, ...paging }),
    response: answers.backstagePage,
  },
  argocdParameters: {
    id: 'argocdParameters',
    method: 'POST',
    path: '/api/v1/argocd/api/v1/getparams.execute',
    tag: 'Other tools',
    summary: 'Namespaces as parameters, for the plugin generator of an Argo CD ApplicationSet',
    permission: 'signed-in',
    scope: 'read',
    body: z.strictObject({
      applicationSetName: z.string().max(253).optional(),
      input: z.strictObject({ parameters: z.strictObject(which).nullish() }).nullish(),
    }),
    anyContentType: true,
    response: answers.argocdOutput,
  },
  fluxInputs: {
    id: 'fluxInputs',
    method: 'GET',
    path: '/api/v1/flux/inputs',
    tag: 'Other tools',
    summary: 'Namespaces as inputs, for a ResourceSetInputProvider of the type ExternalService',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject(which),
    response: answers.fluxInputs,
  },
  prometheusTargets: {
    id: 'prometheusTargets',
    method: 'GET',
    path: '/api/v1/prometheus/targets',
    tag: 'Other tools',
    summary: 'Published hosts with their owners, for Prometheus’ HTTP service discovery',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject(which),
    response: answers.httpSd,
  },
  prometheusMetrics: {
    id: 'prometheusMetrics',
    method: 'GET',
    path: '/api/v1/prometheus/metrics',
    tag: 'Other tools',
    summary: 'Whose each namespace is, as a metric to join alerts with',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject(which),
    response: null,
    mediaType: 'application/openmetrics-text',
  },
  opencostLabels: {
    id: 'opencostLabels',
    method: 'GET',
    path: '/api/v1/opencost/labels',
    tag: 'Other tools',
    summary: 'What each namespace’s costs are counted under, for OpenCost',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject({ ...which, ...paging, format }),
    response: answers.costLabels,
    csv: true,
  },
  listMyNamespaces: {
    id: 'listMyNamespaces',
    method: 'GET',
    path: '/api/v1/me/namespaces',
    tag: 'People',
    summary: 'Which namespaces you may use, in which role, and why',
    permission: 'signed-in',
    scope: 'read',
    query: z.strictObject({ cluster: slug.optional(), ...paging }),
    response: answers.myNamespaces,
  },
} as const satisfies Record<string, Operation>;
