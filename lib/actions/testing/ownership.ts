/** Services and transfers for tests of actions and queries, made the way people make them. */
import type { Actor } from '../../auth/actor.ts';
import { createService } from '../create-service.ts';
import { disownService } from '../disown-service.ts';
import { makeTeam, somebody, unique } from './house.ts';
import type { TestTeam } from './house.ts';

export type Crew = { team: TestTeam; maintainer: Actor; member: Actor };

/** A team with a maintainer and a member. */
export async function makeCrew(options: Parameters<typeof makeTeam>[0] = {}): Promise<Crew> {
  const team = await makeTeam(options);
  return {
    team,
    maintainer: await somebody([team.maintainers]),
    member: await somebody([team.members]),
  };
}

/** A service of a crew; its slug. */
export async function makeService(of: Crew, more: Record<string, unknown> = {}): Promise<string> {
  const slug = unique('svc');
  return (await createService(of.member, { team: of.team.slug, slug, name: `Service ${slug}`, ...more }))
    .slug;
}

/** A fresh service that its member wants to be another team's; the transfer's id. */
export async function makeTransfer(
  from: Crew,
  to: { slug: string } | null,
): Promise<{ id: string; slug: string }> {
  const slug = await makeService(from);
  const toTeam = to?.slug ?? null;
  const { id } = await disownService(from.member, { slug, toTeam, reason: 'For a test.' });
  return { id, slug };
}
