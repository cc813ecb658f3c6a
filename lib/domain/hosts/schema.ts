// zod schemas of hosts, for forms, API and specs.
import { z } from 'zod';
import { hostText, readDelegation, readHost, readSuffix, type Reading } from './name.ts';

/** Most hosts of one namespace: what an Ingress policy judges in a bounded time (CEL cost), and what an annotation has room for. */
export const MOST_HOSTS = 200;

const canonical =
  (read: (text: string) => Reading) =>
  (text: string, context: z.RefinementCtx): string => {
    const reading = read(text);
    if (reading.problem === null) return hostText(reading);
    context.addIssue({ code: 'custom', message: reading.problem });
    return z.NEVER;
  };

const written = (what: string): z.ZodString =>
  z.string({ error: `Write a ${what}.` }).max(1000, 'That is too long.');

/** A host, wildcard, or host and path, however it is written; becomes canonical. */
export const hostInputSchema = written('host').transform(canonical(readHost));
/** A host or wildcard that is delegated as a whole. */
export const delegationHostSchema = written('host').transform(canonical(readDelegation));
/** The suffix of a zone. */
export const zoneSuffixSchema = written('suffix such as example.com').transform(canonical(readSuffix));

function each(hosts: readonly string[], context: z.RefinementCtx): void {
  if (hosts.length > MOST_HOSTS) {
    context.addIssue({
      code: 'custom',
      message: `At most ${String(MOST_HOSTS)} hosts in one namespace; this asks for ${String(hosts.length)}. A wildcard stands for many.`,
    });
  }
  const seen = new Set<string>();
  for (const [index, host] of hosts.entries()) {
    if (seen.has(host)) {
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `Host "${host}" is listed twice. Keep one.`,
      });
    }
    seen.add(host);
  }
}

/** Hosts as somebody asks for them. */
export const hostListSchema = z.array(hostInputSchema).superRefine(each);

/** Hosts as a spec holds them: canonical already. */
export const hostsSchema = z
  .array(
    z.string().superRefine((text, context) => {
      const reading = readHost(text);
      if (reading.problem !== null) context.addIssue({ code: 'custom', message: reading.problem });
      else if (hostText(reading) !== text) {
        context.addIssue({ code: 'custom', message: `Write "${text}" as "${hostText(reading)}".` });
      }
    }),
  )
  .superRefine(each);
