import { ServiceFields } from '../../../../components/people/service-fields.tsx';
import { TeamFields } from '../../../../components/people/team-fields.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { ActionForm, Submit, TextField } from '../../../../components/ui/form.tsx';
import type { TeamView } from '../../../../lib/queries/types.ts';
import { createServiceAction, updateTeamAction } from '../actions.ts';

/** Everything that a team says of itself, to change. */
export function EditTeam({ team }: { team: TeamView }) {
  return (
    <DialogButton label="Edit team" title={`Edit ${team.name}`}>
      <ActionForm
        action={updateTeamAction.bind(null, team.slug, team.version)}
        label="Edit team"
        className="grid gap-4"
      >
        <TeamFields
          team={team}
          budget={
            team.may.setBudget
              ? { cpu: budgetOf(team, 'requests.cpu'), memory: budgetOf(team, 'requests.memory') }
              : null
          }
        />
        <div>
          <Submit busy="Saving…">Save</Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}

function budgetOf(team: TeamView, key: string): string {
  return team.budget?.find((line) => line.key === key)?.budget ?? '';
}

/** A new service of a team. */
export function NewService({ team }: { team: TeamView }) {
  return (
    <DialogButton label="New service" title={`New service of ${team.name}`}>
      <ActionForm
        action={createServiceAction.bind(null, team.slug)}
        label="New service"
        className="grid gap-4"
      >
        <TextField
          name="slug"
          label="Short name"
          optional
          idPrefix="service"
          hint="Made from the name when left empty."
        />
        <ServiceFields />
        <div>
          <Submit busy="Creating…">Create service</Submit>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
