import { writePrivate } from './certificates.ts';

/** A cluster as the worker reaches it. */
export interface ClusterAccess {
  name: string;
  server: string;
  /** PEM; absent: the system's authorities. */
  caFile?: string;
  /** Holds a bearer token; read again as it changes. */
  tokenFile: string;
}

/** Writes the file that the worker reads through BERTH_CLUSTERS_FILE (mode 0600). */
export function writeClustersFile(file: string, clusters: ClusterAccess[]): void {
  writePrivate(file, `${JSON.stringify({ clusters }, null, 2)}\n`);
}
