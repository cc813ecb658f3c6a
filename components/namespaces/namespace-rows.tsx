'use client';
import Link from 'next/link';
import { Status } from '../ui/badge.tsx';
import { Ago } from '../ui/ago.tsx';
import { cx } from '../ui/cx.ts';
import { Dotted, Stack, Table, Td, Th, Tr } from '../ui/table.tsx';
import { Meter } from '../ui/meter.tsx';
import { namespaceHref, PHASES, type NamespaceListRow } from './words.ts';

type Column = 'team' | 'service' | 'cluster';
/** What a list is ordered by that it would not show in every width. */
type Order = 'quota' | 'newest';

/** What a row shows of a namespace, and no more: all of it is sent to the browser. */
export type NamespaceShown = Pick<
  NamespaceListRow,
  'id' | 'name' | 'phase' | 'phaseMessage' | 'expiresAt'
> & {
  cluster: string;
  team: string;
  service: string;
  /** As a word. */
  environment: string;
  /** Where the list is ordered by it. */
  createdAt?: string | undefined;
  quota: QuotaShown[];
};

/** A figure of the quota, as texts with units; `used` is null while nothing is known. */
export type QuotaShown = { title: string; used: string | null; hard: string; ratio: number };

export type NamespaceColumns = {
  caption: string;
  without?: Column[];
  quota?: boolean;
  below?: boolean;
  by?: Order | undefined;
};

/**
 * The rows of NamespaceTable. Made in the browser's half: what is sent for fifty rows is then their words, and not fifty times the markup
 * of a row beside the markup itself, which was most of a page and of its making.
 */
export function NamespaceRows({
  rows,
  caption,
  without = [],
  quota = true,
  below = false,
  by,
}: NamespaceColumns & { rows: NamespaceShown[] }) {
  const byQuota = by === 'quota';
  const has = (column: Column) =>
    !without.includes(column) && !(below && (column === 'cluster' || (column === 'service' && byQuota)));
  // Texts that may be long share what the others leave: the fewer they are, the less of each is cut off.
  const texts = (['service', 'team', 'cluster'] as const).filter(has).length;
  const share = cx('max-w-0 truncate text-soft', texts > 2 ? 'w-[16%]' : texts > 1 ? 'w-[23%]' : 'w-[34%]');
  // Beside owner and service there is room for it on a wide screen only; as a rule the name says it, too.
  const environment = has('team') && has('service') ? 'far' : true;
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>Name</Th>
          <Th>State</Th>
          {has('service') && <Th wide>Service</Th>}
          {has('team') && <Th wide>Owner</Th>}
          {!below && <Th wide={environment}>Environment</Th>}
          {has('cluster') && <Th wide>Cluster</Th>}
          {quota && <Th wide={byQuota || 'farther'}>Quota used</Th>}
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.id}>
          <Td className="max-w-72 min-w-44 wrap-anywhere @max-xl:max-w-none">
            <Link
              href={namespaceHref(row.cluster, row.name)}
              prefetch={false}
              className="covers font-medium wrap-anywhere hover:underline"
            >
              {row.name}
            </Link>
            {below && (
              <p className="line-clamp-1 text-xs text-soft @max-xl:hidden">
                {row.environment} on {row.cluster}
              </p>
            )}
            <Stack>
              <Dotted
                parts={[
                  !without.includes('service') && row.service,
                  has('team') && row.team,
                  row.environment,
                  !without.includes('cluster') && row.cluster,
                ]}
              />
              {byQuota && <QuotaCell quota={row.quota} name={row.name} />}
            </Stack>
            <Times made={row.createdAt} expiresAt={row.expiresAt} />
          </Td>
          <Td state>
            <span title={row.phaseMessage || undefined}>
              <Status {...PHASES[row.phase]}>{row.phase}</Status>
            </span>
          </Td>
          {has('service') && (
            <Td wide className={share}>
              {row.service}
            </Td>
          )}
          {has('team') && (
            <Td wide className={share}>
              {row.team}
            </Td>
          )}
          {!below && (
            <Td wide={environment} className="whitespace-nowrap text-soft">
              {row.environment}
            </Td>
          )}
          {has('cluster') && (
            <Td wide className={share}>
              {row.cluster}
            </Td>
          )}
          {quota && (
            <Td wide={byQuota || 'farther'} className="py-1.5!">
              <QuotaCell quota={row.quota} name={row.name} />
            </Td>
          )}
        </Tr>
      ))}
    </Table>
  );
}

/** Used against hard: the two that fill up first, CPU and memory. */
function QuotaCell({ quota, name }: { quota: QuotaShown[]; name: string }) {
  return (
    <div className="grid w-40">
      {quota.map(({ title, used, hard, ratio }) => (
        <div key={title} className="grid grid-cols-[3rem_minmax(0,1fr)] items-center gap-2.5">
          <Meter
            label={`${title} of ${name}`}
            ratio={ratio}
            text={used === null ? 'not reported yet' : `${used} of ${hard}`}
          />
          <span className="num truncate text-2xs text-soft">
            {`${used === null ? '–' : used.replace(/ CPU$/, '')} / ${hard}`}
          </span>
        </div>
      ))}
    </div>
  );
}

/** When it ends, where it does, and when it was made, where that is the order. */
function Times({ made, expiresAt }: { made: string | undefined; expiresAt: string | null }) {
  if (expiresAt === null && made === undefined) return null;
  return (
    <p className="mt-0.5 text-2xs text-faint">
      {made !== undefined && (
        <>
          made <Ago at={made} />
        </>
      )}
      {made !== undefined && expiresAt !== null && ', '}
      {expiresAt !== null && (
        <>
          expires <Ago at={expiresAt} />
        </>
      )}
    </p>
  );
}
