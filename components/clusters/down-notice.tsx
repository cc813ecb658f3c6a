import Link from 'next/link';
import { Ago } from '../ui/ago.tsx';
import { Notice } from '../ui/notice.tsx';

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
  const promise =
    'What runs there keeps running and stays fenced. Changes wait, and are made by themselves when it is back.';
  if (down === 1) {
    return (
      <Notice tone="warn" title={`Berth can’t reach the cluster ${first.name}`}>
        {promise}
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
        {named.map(({ name }) => name).join(more > 0 ? ', ' : ' and ')}
        {more > 0 && ` and ${String(more)} more`}.
      </span>{' '}
      {promise.replace('when it is back', 'when they are back')}{' '}
      <Link href="/clusters" className="link">
        See how all clusters stand
      </Link>
    </Notice>
  );
}
