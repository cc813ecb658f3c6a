// Backstage's own judgement of what we export, and examples for the doors' tests. Used by tests alone.
import {
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  groupEntityV1alpha1Validator,
  parseEntityRef,
  parseLocationRef,
  resourceEntityV1alpha1Validator,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { parseAllDocuments } from 'yaml';
import type { Place, ServiceFacts, TeamFacts } from './facts.ts';

// The policies that a Backstage backend has unless told otherwise.
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const VALIDATORS = {
  Group: groupEntityV1alpha1Validator,
  Component: componentEntityV1alpha1Validator,
  API: apiEntityV1alpha1Validator,
  Resource: resourceEntityV1alpha1Validator,
} as const;

/** Members of a spec that are references to other entities. */
const REFERENCES = ['owner', 'parent', 'children', 'dependsOn', 'dependencyOf', 'providesApis'];

/**
 * Has Backstage's catalog-model judge an entity, as its backend would before it takes it; gives its reference. Throws what
 * catalog-model throws.
 */
export async function acceptedByBackstage(value: unknown): Promise<string> {
  const entity = value as Entity;
  const enforced = await policy.enforce(entity);
  const validator = VALIDATORS[entity.kind as keyof typeof VALIDATORS];
  if (!(await validator.check(entity))) throw new Error(`not a ${entity.kind} of ${entity.apiVersion}`);
  for (const reference of referencesOf(entity)) parseEntityRef(reference);
  const annotations = entity.metadata.annotations ?? {};
  for (const name of ['managed-by-location', 'managed-by-origin-location', 'source-location']) {
    const location = annotations[`backstage.io/${name}`];
    if (location !== undefined) parseLocationRef(location);
  }
  return stringifyEntityRef(enforced ?? entity);
}

/** What an entity points to. */
export function referencesOf(value: unknown): string[] {
  const { spec = {} } = value as Entity;
  return REFERENCES.flatMap((name) => spec[name] ?? []).map(String);
}

/** The entities of a text, as Backstage's catalog reads a file. Throws what its YAML reader finds wrong. */
export function entitiesOf(text: string): unknown[] {
  return parseAllDocuments(text)
    .filter((document) => document.contents !== null)
    .map((document) => {
      const problem = document.errors[0] ?? document.warnings[0];
      if (problem) throw problem;
      return document.toJSON() as unknown;
    });
}

/** A team with everything, some of it replaced. */
export function someTeam(change: Partial<TeamFacts> = {}): TeamFacts {
  return {
    id: '5f0c6f36-2f1a-4c39-9b44-d9e0f6b1a001',
    slug: 'payments',
    name: 'Payments',
    description: 'Takes the money.',
    contactEmail: 'payments@harbor.example',
    links: [
      {
        name: 'chat',
        kind: 'chat',
        label: 'Chat',
        group: 'help',
        url: 'https://chat.example/payments',
        from: 'team',
      },
    ],
    parent: null,
    children: [],
    archived: false,
    ...change,
  };
}

/** A service with everything, some of it replaced. */
export function someService(change: Partial<ServiceFacts> = {}): ServiceFacts {
  return {
    id: '5f0c6f36-2f1a-4c39-9b44-d9e0f6b1a002',
    slug: 'checkout',
    name: 'Checkout',
    description: 'Where people pay.',
    team: 'payments',
    tier: 1,
    lifecycle: 'production',
    tags: ['cards', 'c++'],
    links: [],
    dependsOn: ['ledger'],
    ...change,
  };
}

/** A namespace with everything, some of it replaced. */
export function somePlace(change: Partial<Place> = {}): Place {
  return {
    id: '5f0c6f36-2f1a-4c39-9b44-d9e0f6b1a003',
    namespace: 'checkout-prod',
    environment: 'production',
    purpose: 'The checkout that people use.',
    cluster: { name: 'harbor-prod', displayName: 'Harbor', apiServer: 'https://api.harbor.example:6443' },
    team: { slug: 'payments', name: 'Payments', costCentre: 'CC 4711' },
    service: { slug: 'checkout', name: 'Checkout', tier: 1, lifecycle: 'production', tags: ['cards', 'c++'] },
    links: [],
    hosts: [{ host: 'shop.example.com', path: '' }],
    ...change,
  };
}
