import Link from 'next/link';
import { Outside } from '../namespaces/links.tsx';
import { Fact } from '../ui/surface.tsx';

/** Who leads a team, for a `Facts` list: its maintainers who have signed in. */
export function Leads({ people }: { people: readonly { id: string; name: string; email: string }[] }) {
  if (people.length === 0) return null;
  return (
    <Fact name={people.length === 1 ? 'Lead' : 'Leads'}>
      <ul className="grid gap-0.5">
        {people.map((person) => (
          <li key={person.id} className="flex flex-wrap items-baseline gap-x-2">
            <Link
              href={`/people/${person.id}`}
              prefetch={false}
              className="link inline-flex min-h-6 items-center"
            >
              {person.name}
            </Link>
            <span className="text-xs">
              <Outside href={`mailto:${person.email}`}>{person.email}</Outside>
            </span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}
