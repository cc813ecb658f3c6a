/** The list of chores, and when each is due. */
import type { Db } from '../../db/client.ts';
import { expireNamespaces } from './expire-namespaces.ts';
import { foldOfCatalog } from './fold-catalog.ts';
import { freeHosts } from './free-hosts.ts';
import { lapseRequests } from './lapse-requests.ts';
import { sweep } from './sweep.ts';
import { warnOfEnd } from './warn-of-end.ts';

/** Something that is done now and then. */
export interface Chore {
  /** Name of its queue in pg-boss; never reused for something else. */
  readonly name: string;
  /** When it is due: five fields, in UTC. */
  readonly cron: string;
  /**
   * Does it once; ends early when the signal says so. Idempotent, and safe while another worker does the same.
   * Resolves to how much of what was done, for the log.
   */
  readonly run: (db: Db, signal: AbortSignal) => Promise<Readonly<Record<string, number>>>;
}

export const CHORES: readonly Chore[] = [
  { name: 'fold-catalog', cron: '* * * * *', run: foldOfCatalog },
  { name: 'sweep', cron: '*/10 * * * *', run: sweep },
  { name: 'free-hosts', cron: '*/10 * * * *', run: freeHosts },
  { name: 'lapse-requests', cron: '5 * * * *', run: lapseRequests },
  { name: 'warn-of-end', cron: '*/10 * * * *', run: warnOfEnd },
  { name: 'expire-namespaces', cron: '15 * * * *', run: expireNamespaces },
];
