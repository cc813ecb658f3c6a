import { Fold } from '../ui/fold.tsx';
import { TextArea, TextField } from '../ui/form.tsx';

export type TeamFieldValues = {
  slug: string;
  name: string;
  description: string;
  contactEmail: string | null;
  chatUrl: string | null;
  onCallUrl: string | null;
  costCentre: string | null;
  parent: { slug: string } | null;
};

/** What a team says of itself; with `budget`, the two figures that administrators set. */
export function TeamFields({
  team,
  budget,
}: {
  team?: TeamFieldValues;
  budget: { cpu: string; memory: string } | null;
}) {
  return (
    <>
      <TextField name="name" label="Name" idPrefix="team" defaultValue={team?.name} required />
      <TextArea
        name="description"
        label="Description"
        optional
        rows={2}
        idPrefix="team"
        defaultValue={team?.description}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="contactEmail"
          label="Contact e-mail"
          type="email"
          optional
          idPrefix="team"
          defaultValue={team?.contactEmail ?? ''}
        />
        <TextField
          name="costCentre"
          label="Cost centre"
          optional
          idPrefix="team"
          defaultValue={team?.costCentre ?? ''}
        />
        <TextField
          name="parentTeam"
          label="Part of"
          optional
          idPrefix="team"
          spellCheck={false}
          hint="Short name of the team above it."
          wrap="sm:col-span-2"
          defaultValue={team?.parent?.slug ?? ''}
        />
        <TextField
          name="chatUrl"
          label="Chat link"
          type="url"
          optional
          idPrefix="team"
          defaultValue={team?.chatUrl ?? ''}
        />
        <TextField
          name="onCallUrl"
          label="On-call link"
          type="url"
          optional
          idPrefix="team"
          defaultValue={team?.onCallUrl ?? ''}
        />
      </div>
      {team && (
        <Fold title="Short name" hint={team.slug}>
          <TextField
            name="newSlug"
            label="New short name"
            optional
            idPrefix="team"
            spellCheck={false}
            defaultValue={team.slug}
            hint="The old one stays: it is found, its pages lead here, and nobody else can take it. Labels on its namespaces change at once."
          />
        </Fold>
      )}
      {budget && (
        <fieldset className="rounded-md border border-line p-4">
          <legend className="px-1 text-xs font-medium text-soft">Budget over all its namespaces</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              name="budget.requests.cpu"
              label="CPU"
              optional
              idPrefix="team"
              hint="Such as 64; empty: no limit."
              defaultValue={budget.cpu}
            />
            <TextField
              name="budget.requests.memory"
              label="Memory"
              optional
              idPrefix="team"
              hint="Such as 256Gi; empty: no limit."
              defaultValue={budget.memory}
            />
          </div>
        </fieldset>
      )}
    </>
  );
}
