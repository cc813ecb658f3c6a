/** What answers about ownership look like, for OpenAPI. Each is held to its TypeScript type. */
import { z } from 'zod';
import type {
  LinkReportView,
  OrphanRow,
  OwnershipView,
  TransferView,
  TruthRow,
} from '../../queries/types.ts';

const time = z.string().describe('ISO 8601, UTC');
const ref = z.object({ slug: z.string(), name: z.string() });
const person = z.object({ id: z.string(), name: z.string(), email: z.string() });

const linkReport = z.object({
  id: z.string().describe('Clearing it clears all reports of this link.'),
  link: z.string(),
  url: z.string(),
  reports: z.number().describe('How many people say so.'),
  reportedAt: time,
}) satisfies z.ZodType<LinkReportView>;

const transfer = z.object({
  id: z.string(),
  service: ref,
  from: ref,
  to: ref.nullable().describe('Null: nobody is named yet.'),
  openedAt: time,
  openedBy: person.nullable().describe('Null for who is of neither team.'),
  reason: z.string().nullable().describe('Null for who is of neither team.'),
  namespaces: z.number(),
  may: z.object({
    accept: z.boolean(),
    decline: z.boolean(),
    withdraw: z.boolean(),
    route: z.boolean(),
  }),
}) satisfies z.ZodType<TransferView>;

const truthRow = z.object({
  id: z.string(),
  service: ref,
  team: ref,
  confirmedAt: time.nullable(),
  dueAt: time,
  confirmation: z.enum(['fresh', 'soon', 'due']),
  score: z.number().describe('0 to 100.'),
  missing: z.array(
    z.object({
      key: z.enum([
        'description',
        'tier',
        'lifecycle',
        'reachable',
        'on-call',
        'documentation',
        'dashboards',
        'runbook',
        'repository',
        'objective',
        'confirmed',
        'links',
      ]),
      words: z.string(),
      remedy: z.string(),
    }),
  ),
  reports: z.array(linkReport),
}) satisfies z.ZodType<TruthRow>;

export const ownership = truthRow.extend({
  confirmedBy: person.nullable(),
  transfer: transfer.nullable(),
  may: z.object({
    confirm: z.boolean(),
    report: z.boolean(),
    clear: z.boolean(),
    disown: z.boolean(),
    route: z.boolean(),
  }),
}) satisfies z.ZodType<OwnershipView>;

const orphanRow = z.object({
  id: z.string(),
  service: ref,
  team: ref,
  tier: z.number().nullable(),
  namespaces: z.number(),
  reasons: z.array(
    z.object({ key: z.enum(['team-archived', 'no-maintainer', 'nobody-seen']), words: z.string() }),
  ),
  transfer: transfer.nullable(),
  may: z.object({ route: z.boolean() }),
}) satisfies z.ZodType<OrphanRow>;

const page = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), nextCursor: z.string().nullable(), total: z.number() });

export const toConfirm = page(truthRow);
export const orphans = page(orphanRow);
export const transfers = z.object({ rows: z.array(transfer) });
export const said = z.object({ message: z.string() });
export const confirmed = z.object({
  services: z.array(z.string()),
  clearedReports: z.number(),
  message: z.string(),
});
export const transferResult = z.object({ id: z.string(), message: z.string() });
export const accepted = transferResult.extend({ service: z.string(), namespaces: z.number() });
