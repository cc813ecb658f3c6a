import { TextArea, TextField } from '../ui/form.tsx';

export type TeamFieldValues = {
  name: string;
  description: string;
  contactEmail: string | null;
  chatUrl: string | null;
  onCallUrl: string | null;
  costCentre: string | null;
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
