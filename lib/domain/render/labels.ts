// Labels, annotations and names that Berth owns in a cluster. Design section 5.

/** Whose object it is. Set on every object; what lacks it, Berth never touches. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';
export const MANAGED_BY_VALUE = 'berth';
/** The selector for all of Berth's objects. */
export const MANAGED_BY_SELECTOR = `${MANAGED_BY_LABEL}=${MANAGED_BY_VALUE}`;
/** On namespaces: the admission policies select by it. */
export const MANAGED_LABEL = 'berth.dev/managed';
export const TEAM_LABEL = 'berth.dev/team';
export const SERVICE_LABEL = 'berth.dev/service';
export const ENVIRONMENT_LABEL = 'berth.dev/environment';
export const LIFECYCLE_LABEL = 'berth.dev/lifecycle';
export const PART_OF_LABEL = 'app.kubernetes.io/part-of';
export const BACKSTAGE_LABEL = 'backstage.io/kubernetes-id';
/** Which version of the guardrail bundle an object of it comes from. */
export const BUNDLE_VERSION_LABEL = 'berth.dev/bundle-version';

/** On namespaces: the id of Berth's row. A namespace that carries another, or none, is never taken over. */
export const ID_ANNOTATION = 'berth.dev/id';
export const PORTAL_ANNOTATION = 'berth.dev/portal';
export const EXPIRES_ANNOTATION = 'berth.dev/expires';

/** Kubernetes' own label with a namespace's name; it can't be forged. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** The field manager of everything Berth applies. */
export const FIELD_MANAGER = 'berth';
/** Where the worker's ServiceAccount lives, and its name. */
export const SYSTEM_NAMESPACE = 'berth-system';
export const WORKER_SERVICE_ACCOUNT = 'berth';
/** The ServiceAccount for a team's own pipelines, in each namespace. */
export const DEPLOYER_NAME = 'berth-deployer';
