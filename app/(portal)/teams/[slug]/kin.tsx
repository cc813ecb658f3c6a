import Link from 'next/link';
import { Fact } from '../../../../components/ui/surface.tsx';
import type { TeamView } from '../../../../lib/queries/types.ts';

/** The team above and the teams below, for a `Facts` list. */
export function Kin({ parent, teams }: { parent: TeamView['parent']; teams: TeamView['children'] }) {
  return (
    <>
      {parent && (
        <Fact name="Part of">
          <TeamLink team={parent} />
        </Fact>
      )}
      {teams.length > 0 && (
        <Fact name="Its teams">
          <ul className="grid gap-0.5">
            {teams.map((team) => (
              <li key={team.slug}>
                <TeamLink team={team} />
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </>
  );
}

function TeamLink({ team }: { team: { slug: string; name: string } }) {
  return (
    <Link href={`/teams/${team.slug}`} prefetch={false} className="link inline-flex min-h-6 items-center">
      {team.name}
    </Link>
  );
}
