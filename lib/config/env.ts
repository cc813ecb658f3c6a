/**
 * Configuration from the environment, parsed once, at first use: importing this module needs nothing, so that
 * `next build` runs without secrets. What lives here: names, types and remedies of settings. No other module reads
 * process.env for a setting of Berth.
 */
import { z } from 'zod';

function read<T extends z.ZodType>(schema: T): z.infer<T> {
  const result = schema.safeParse(process.env);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The configuration is not complete:\n${problems.join('\n')}\nSee docs/operations.md.`);
}

const databaseSchema = z.object({
  DATABASE_URL: z.string({ error: 'set it to the address of a Postgres database (postgres://…)' }).min(1),
});

/** Address of the Postgres database. Throws with the remedy when it isn't set. */
export function databaseUrl(): string {
  return read(databaseSchema).DATABASE_URL;
}

const webSchema = databaseSchema.extend({
  NEXTAUTH_URL: z.url({ error: "set it to the portal's own address, as browsers see it" }),
  NEXTAUTH_SECRET: z.string({ error: 'set it to at least 32 random characters' }).min(32),
  BERTH_OIDC_ISSUER: z.url({ error: 'set it to the issuer address of the identity provider' }),
  BERTH_OIDC_CLIENT_ID: z.string().min(1),
  BERTH_OIDC_CLIENT_SECRET: z.string().min(1),
  BERTH_OIDC_NAME: z.string().min(1).default('your company account'),
  BERTH_OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  BERTH_OIDC_SCOPE: z.string().min(1).default('openid email profile groups offline_access'),
  BERTH_FIRST_ADMINISTRATOR: z.email().optional(),
});

export type WebConfig = {
  portalUrl: string;
  secret: string;
  oidc: {
    issuer: string;
    clientId: string;
    clientSecret: string;
    /** What the sign-in button calls the provider. */
    name: string;
    groupsClaim: string;
    scope: string;
  };
  /** E-mail of the person who is an administrator by configuration. */
  firstAdministrator: string | undefined;
};

let web: WebConfig | undefined;

/** Settings of the web process. Throws a list of what is missing. */
export function webConfig(): WebConfig {
  if (web) return web;
  const env = read(webSchema);
  web = {
    portalUrl: env.NEXTAUTH_URL.replace(/\/$/, ''),
    secret: env.NEXTAUTH_SECRET,
    oidc: {
      issuer: env.BERTH_OIDC_ISSUER,
      clientId: env.BERTH_OIDC_CLIENT_ID,
      clientSecret: env.BERTH_OIDC_CLIENT_SECRET,
      name: env.BERTH_OIDC_NAME,
      groupsClaim: env.BERTH_OIDC_GROUPS_CLAIM,
      scope: env.BERTH_OIDC_SCOPE,
    },
    firstAdministrator: env.BERTH_FIRST_ADMINISTRATOR,
  };
  return web;
}

const processesSchema = z.object({ BERTH_WEB_PROCESSES: z.coerce.number().int().min(1).max(64).optional() });

/** How many processes serve the web, where somebody has said so. Throws for what is no number of processes. */
export function webProcesses(): number | undefined {
  return read(processesSchema).BERTH_WEB_PROCESSES;
}

const workerSchema = databaseSchema.extend({
  BERTH_CLUSTERS_FILE: z.string({
    error: 'set it to the file that lists the clusters and their credentials',
  }),
  BERTH_PORTAL_URL: z.url({ error: "set it to the portal's own address, as browsers see it" }),
  BERTH_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(32),
  BERTH_METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  BERTH_LEASE_SECONDS: z.coerce.number().min(0.5).max(600).default(30),
});

export type WorkerConfig = {
  databaseUrl: string;
  clustersFile: string;
  portalUrl: string;
  /** Passes at once on each cluster. */
  concurrency: number;
  metricsPort: number | undefined;
  /** How long a claim holds without being renewed, seconds. */
  leaseSeconds: number;
};

/** Settings of the worker process. Throws a list of what is missing. */
export function workerConfig(): WorkerConfig {
  const env = read(workerSchema);
  return {
    databaseUrl: env.DATABASE_URL,
    clustersFile: env.BERTH_CLUSTERS_FILE,
    portalUrl: env.BERTH_PORTAL_URL.replace(/\/$/, ''),
    concurrency: env.BERTH_WORKER_CONCURRENCY,
    metricsPort: env.BERTH_METRICS_PORT,
    leaseSeconds: env.BERTH_LEASE_SECONDS,
  };
}

/** True when the page /design (the design language, for people who write Berth) is shown: in development, or where it is switched on. */
export function showsDesignPage(): boolean {
  return process.env.NODE_ENV === 'development' || process.env['BERTH_DESIGN_PAGE'] === '1';
}
