import Link from 'next/link';
import { Ago } from '../ui/ago.tsx';
import { Notice } from '../ui/notice.tsx';

const LIST = new Intl.ListFormat('en-GB');

/** Clusters that don't answer, in one box above each page, however many they are: what still holds there, and what waits. */
export function DownNotice({
  down,
  named,
}: {
  down: number;
  /** The first of them. */
  named: readonly { name: string; observedAt: string | null }[];
}) {
  const [first] = named;
  if (down === 0 || first === undefined) return null;
  const more = down - named.length;
  const promise = (back: string): string =>
    `What runs there keeps running and stays fenced. Changes wait, and are made by themselves when ${back}.`;
  if (down === 1) {
    return (
      <Notice tone="warn" title={`Berth can’t reach the cluster ${first.name}`}>
        {promise('it is back')}
        {first.observedAt && (
          <>
            {' '}
            Last looked <Ago at={first.observedAt} />.
          </>
        )}
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title={`Berth can’t reach ${String(down)} clusters`}>
      <span className="wrap-anywhere">
        {LIST.format([...named.map(({ name }) => name), ...(more > 0 ? [`${String(more)} more`] : [])])}.
      </span>{' '}
      {promise('they are back')}{' '}
      <Link href="/clusters" className="link">
        See how all clusters stand
      </Link>
    </Notice>
  );
}
