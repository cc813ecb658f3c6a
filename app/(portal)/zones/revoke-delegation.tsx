import { TakeAwayDialog } from '../../../components/hosts/take-away-dialog.tsx';
import type { DelegationListRow } from '../../../components/hosts/words.ts';
import { count } from '../../../components/ui/format.ts';
import { revokeDelegationAction } from './actions.ts';

/** Takes a delegation back; what goes with it is said, and the name is typed. */
export function RevokeDelegation({ row }: { row: DelegationListRow }) {
  return (
    <TakeAwayDialog
      name={row.host}
      verb="Take back"
      title={`Take ${row.host} back from ${row.team.name}`}
      submit="Take back delegation"
      busy="Taking it back…"
      tone="quiet"
      action={revokeDelegationAction.bind(null, row.id)}
      idPrefix={`revoke-${row.id}`}
      typed
    >
      {row.hosts === 0
        ? 'No host has been taken from it.'
        : `With it, ${count(row.hosts, 'host')} that ${row.team.name} took from it ${row.hosts === 1 ? 'goes' : 'go'}: the clusters refuse new routes for ${row.hosts === 1 ? 'it' : 'them'} within seconds.`}{' '}
      What serves these names now keeps serving until its owner removes it; each namespace’s page says what
      that is. The names stay taken for 7 days after the clusters have confirmed it.
    </TakeAwayDialog>
  );
}
