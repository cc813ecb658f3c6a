// What the renderer takes and gives.
import type { ServicePromise } from '../catalog/promise.ts';
import type { Lifecycle } from '../catalog/service.ts';
import type { ClusterConfig } from '../cluster/index.ts';
import type { Environment, NamespaceSpec } from '../desired-state/schema.ts';

/** A Kubernetes object as plain data. Fields beyond metadata depend on its kind. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** In which step of provisioning an object is applied; each step waits for the one before. */
export const STAGES = ['namespace', 'fences', 'access'] as const;
export type Stage = (typeof STAGES)[number];

/** An object to apply, and when. */
export interface RenderedObject {
  stage: Stage;
  object: KubernetesObject;
}

/** Everything a namespace's objects are made of. */
export interface RenderInput {
  /** The id of Berth's row. */
  id: string;
  name: string;
  environment: Environment;
  purpose: string;
  generation: number;
  spec: NamespaceSpec;
  /** ISO 8601 UTC. */
  expiresAt: string | null;
  /** Its end has come: nobody has access any more, while all else stays until it is deleted. */
  ended?: boolean;
  cluster: { name: string; config: ClusterConfig };
  team: {
    slug: string;
    name: string;
    contactEmail: string | null;
    chatUrl: string | null;
    onCallUrl: string | null;
    costCentre: string | null;
  };
  service: {
    slug: string;
    name: string;
    description: string;
    tier: number | null;
    lifecycle: Lifecycle;
    tags: readonly string[];
    sla: ServicePromise;
    links: Readonly<Record<string, string>>;
    /** Slugs of services that it needs, in order. */
    dependsOn: readonly string[];
  };
  /** Where people reach Berth, without a final slash. */
  portalUrl: string;
}
