import fs from 'node:fs';
import { z } from 'zod';
import type { ClusterAccess } from '../kubernetes/index.ts';

const fileSchema = z.object({
  clusters: z
    .array(
      z.object({
        name: z.string().min(1),
        server: z.url({ protocol: /^https$/, error: 'write the https address of the API server' }),
        caFile: z.string().min(1).optional(),
        tokenFile: z.string().min(1),
        qps: z.number().positive().optional(),
        burst: z.number().min(1).optional(),
        timeoutMs: z.number().min(100).optional(),
      }),
    )
    .refine(
      (list) => new Set(list.map(({ name }) => name)).size === list.length,
      'two clusters have the same name',
    ),
});

/**
 * The clusters of a BERTH_CLUSTERS_FILE: `{"clusters": [{name, server, caFile, tokenFile}]}`; `qps`, `burst` and
 * `timeoutMs` may bound calls per cluster. @throws with the file and what is wrong in it.
 */
export function readClusters(file: string): ClusterAccess[] {
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}, named by BERTH_CLUSTERS_FILE, can't be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) return parsed.data.clusters as ClusterAccess[];
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${file} does not list clusters as it should:\n${problems.join('\n')}`);
}
