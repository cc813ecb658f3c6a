// Shapes of the bundle.

/** A rule of a ClusterRole, as Kubernetes has it. */
export interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}
