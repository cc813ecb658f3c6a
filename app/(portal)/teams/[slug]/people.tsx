import { Badge } from '../../../../components/ui/badge.tsx';
import { DialogButton } from '../../../../components/ui/dialog-button.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { ActionForm, SelectField, Submit, TextField } from '../../../../components/ui/form.tsx';
import { Section } from '../../../../components/ui/surface.tsx';
import type { TeamView } from '../../../../lib/queries/types.ts';
import { mapGroupAction, unmapGroupAction } from '../actions.ts';

/** Who is in a team, as far as they have signed in. */
export function People({ people }: { people: NonNullable<TeamView['people']> }) {
  return (
    <Section title="People" hint="Who signed in and is in one of its groups" flush>
      {people.length === 0 ? (
        <Empty title="Nobody of its groups has signed in yet" />
      ) : (
        <ul className="divide-y divide-line">
          {people.map((person) => (
            <li key={person.id} className="flex flex-wrap items-center justify-between gap-x-4 px-4 py-2.5">
              <span className="min-w-0">
                <span className="font-medium">{person.name}</span>{' '}
                <span className="wrap-anywhere text-soft">{person.email}</span>
              </span>
              <Badge tone={person.role === 'maintainer' ? 'info' : 'neutral'}>{person.role}</Badge>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Which groups of the identity provider make somebody a part of a team. */
export function Groups({ team, groups }: { team: TeamView; groups: NonNullable<TeamView['groups']> }) {
  return (
    <Section title="Groups" hint="Of the identity provider" flush>
      {groups.length === 0 ? (
        <Empty title="No group is mapped">
          Nobody is in this team until an administrator maps a group to it.
        </Empty>
      ) : (
        <ul className="divide-y divide-line">
          {groups.map((group) => (
            <li key={group.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
              <span className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{group.group}</span>
              <Badge tone={group.role === 'maintainer' ? 'info' : 'neutral'}>{group.role}</Badge>
              {team.may.mapGroups && (
                <DialogButton
                  label={
                    <>
                      Remove<span className="sr-only"> {group.group}</span>
                    </>
                  }
                  title={`Remove ${group.group} from ${team.name}`}
                  tone="quiet"
                  size="sm"
                >
                  <ActionForm
                    action={unmapGroupAction.bind(null, team.slug, group.id)}
                    label={`Remove ${group.group}`}
                    className="grid gap-4"
                  >
                    <p>
                      Everybody who is in {team.name} by this group alone loses the team at once: its
                      requests, its access lists, and the right to ask for it. Access on clusters stays as
                      each namespace’s list says.
                    </p>
                    <div>
                      <Submit tone="danger" busy="Removing…">
                        Remove group
                      </Submit>
                    </div>
                  </ActionForm>
                </DialogButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {team.may.mapGroups && (
        <ActionForm
          action={mapGroupAction.bind(null, team.slug)}
          label="Map a group"
          className="border-t border-line p-4"
        >
          <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_10rem_auto]">
            <TextField name="group" label="Group" idPrefix="map" required spellCheck={false} />
            <SelectField
              name="role"
              label="Part"
              idPrefix="map"
              options={[
                { value: 'member', label: 'Member' },
                { value: 'maintainer', label: 'Maintainer' },
              ]}
            />
            <Submit tone="plain" busy="Mapping…">
              Map group
            </Submit>
          </div>
        </ActionForm>
      )}
    </Section>
  );
}
