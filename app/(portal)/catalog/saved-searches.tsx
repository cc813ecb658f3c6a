import { X } from 'lucide-react';
import Link from 'next/link';
import { catalogHref } from '../../../components/catalog/address.ts';
import { Badge } from '../../../components/ui/badge.tsx';
import { DialogButton } from '../../../components/ui/dialog-button.tsx';
import { Fold } from '../../../components/ui/fold.tsx';
import { ActionForm, SelectField, Submit, TextField } from '../../../components/ui/form.tsx';
import type { TeamRef } from '../../../lib/queries/types.ts';
import type { SavedSearchRow } from '../../../lib/queries/catalog-types.ts';
import { deleteSearchAction, saveSearchAction } from './actions.ts';

/** Keeps the search that is shown under a name: for its reader, or for a team of theirs. */
export function SaveSearch({ query, teams }: { query: string; teams: readonly TeamRef[] }) {
  return (
    <DialogButton label="Save this search" title="Save this search" tone="quiet" size="sm">
      <ActionForm action={saveSearchAction} label="Save this search" className="grid gap-4">
        <p className="text-soft">
          It keeps <code className="wrap-anywhere">{query}</code>, and finds what fits then.
        </p>
        <input type="hidden" name="query" value={query} />
        <TextField name="name" label="Name" idPrefix="search" required maxLength={100} />
        <SelectField
          name="team"
          label="For whom"
          idPrefix="search"
          options={[
            { value: '', label: 'Only me' },
            ...teams.map(({ slug, name }) => ({
              value: slug,
              label: `Everybody in ${name}`,
            })),
          ]}
        />
        <div>
          <Submit busy="Saving…">Save search</Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}

/** Searches that stand unfolded. */
const SHOWN = 5;

/** The searches that the reader keeps, and those that their teams share. Of a team that they maintain, any can be deleted. */
export function SavedSearches({
  rows,
  maintains,
}: {
  rows: readonly SavedSearchRow[];
  maintains: readonly string[];
}) {
  if (rows.length === 0) return null;
  const rest = rows.slice(SHOWN);
  const list = (some: readonly SavedSearchRow[]) => (
    <ul className="-mx-2 grid grid-cols-[minmax(0,1fr)] gap-px">
      {some.map((row) => (
        <SavedSearch
          key={row.id}
          row={row}
          deletes={row.mine || (row.team !== null && maintains.includes(row.team.slug))}
        />
      ))}
    </ul>
  );
  return (
    <section aria-labelledby="saved-searches">
      <h3 id="saved-searches" className="mb-1 text-xs font-semibold">
        Saved searches
      </h3>
      {list(rows.slice(0, SHOWN))}
      {rest.length > 0 && <Fold title={`${String(rest.length)} more`}>{list(rest)}</Fold>}
    </section>
  );
}

function SavedSearch({ row, deletes }: { row: SavedSearchRow; deletes: boolean }) {
  return (
    <li className="flex items-center gap-1">
      <Link
        href={catalogHref(row.query)}
        prefetch={false}
        className="flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-soft hover:bg-sunken hover:text-ink max-lg:min-h-10"
      >
        <span className="min-w-0 flex-1 truncate">{row.name}</span>
        {row.team && <Badge>{row.team.name}</Badge>}
      </Link>
      {deletes && <DeleteSearch row={row} />}
    </li>
  );
}

function DeleteSearch({ row }: { row: SavedSearchRow }) {
  return (
    <DialogButton
      label={
        <>
          <X aria-hidden className="size-3.5" />
          <span className="sr-only">Delete {row.name}</span>
        </>
      }
      title={`Delete “${row.name}”`}
      tone="quiet"
      size="sm"
    >
      <ActionForm
        action={deleteSearchAction.bind(null, row.id)}
        label={`Delete ${row.name}`}
        className="grid gap-4"
      >
        <p>
          {row.team ? `Everybody in ${row.team.name} loses it. ` : ''}What it finds stays as it is; only the
          name for <code className="wrap-anywhere">{row.query}</code> goes.
        </p>
        <div>
          <Submit tone="danger" busy="Deleting…">
            Delete search
          </Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
