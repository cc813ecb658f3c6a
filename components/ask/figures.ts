/** Figures that somebody with own figures fills in, in this order; the rest follows from them. */
export const OWN_FIGURES = [
  { key: 'requests.cpu', label: 'CPU', hint: 'such as 2 or 500m' },
  { key: 'requests.memory', label: 'Memory', hint: 'such as 4Gi' },
  { key: 'limits.cpu', label: 'CPU limit', hint: 'twice the CPU when left empty' },
  { key: 'limits.memory', label: 'Memory limit', hint: 'twice the memory when left empty' },
  { key: 'requests.storage', label: 'Storage', hint: 'such as 50Gi' },
  { key: 'pods', label: 'Pods', hint: 'such as 50' },
] as const;
