// Shapes of the bundle.

/** A rule of a ClusterRole, as Kubernetes has it. */
export interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

/** Resources of one API group that a cluster lets its tenants use beyond the built-in ones. */
export interface ExtraKind {
  apiGroup: string;
  resources: readonly string[];
}
