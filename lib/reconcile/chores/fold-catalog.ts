/** Adds up what the catalog's triggers appended: search is right without it, and slower the longer it waits. */
import { foldCatalog } from '../../db/catalog/fold.ts';
import type { Db } from '../../db/client.ts';

export const foldOfCatalog = (db: Db, signal: AbortSignal): Promise<Record<'counts' | 'terms', number>> =>
  foldCatalog(db, signal);
