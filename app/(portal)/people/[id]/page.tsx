import type { Metadata } from 'next';
import { PersonTeams } from '../../../../components/people/person-teams.tsx';
import { Outside } from '../../../../components/namespaces/links.tsx';
import { Live } from '../../../../components/shell/live.tsx';
import { Visited } from '../../../../components/shell/palette/visited.tsx';
import { Pill } from '../../../../components/ui/badge.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { count } from '../../../../components/ui/format.ts';
import { PageHeader, Section } from '../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { getPerson } from '../../../../lib/queries/person-card.ts';
import { load } from '../../../load.ts';

type Props = PageProps<'/people/[id]'>;

export const metadata: Metadata = { title: 'Person' };

/** One person: how to reach them, the teams that they are in, and what these run. `/people/me` is the reader’s own. */
export default async function PersonPage({ params }: Props) {
  const actor = await requireActor();
  const { id } = await params;
  const person = await load(getPerson(actor, id === 'me' ? actor.personId : id));
  return (
    <>
      <Live topics={['team', 'service']} />
      <Visited kind="person" label={person.name} hint={person.email} href={`/people/${person.id}`} />
      <PageHeader
        title={person.name}
        kicker={person.isReader ? 'This is you' : 'Person'}
        status={
          person.disabled ? (
            <Pill tone="bad">Shut out</Pill>
          ) : (
            person.seenLately !== null && (
              <Pill tone={person.seenLately ? 'ok' : 'neutral'}>
                {person.seenLately ? 'Seen in the last 90 days' : 'Not seen for 90 days'}
              </Pill>
            )
          )
        }
        description={<Outside href={`mailto:${person.email}`}>{person.email}</Outside>}
      />
      <Section title="Teams" flush>
        {person.teams.length === 0 ? (
          <Empty title={person.isReader ? 'You are in no team yet' : `${person.name} is in no team`}>
            Teams come from groups of the identity provider. None of {person.isReader ? 'yours' : 'theirs'} is
            mapped to a team here.
          </Empty>
        ) : (
          <PersonTeams teams={person.teams} />
        )}
      </Section>
      {person.teams.length < person.teamTotal && (
        <p className="mt-3 text-xs text-faint">
          {`The first ${String(person.teams.length)} of ${count(person.teamTotal, 'team')}, those first that they maintain.`}
        </p>
      )}
    </>
  );
}
