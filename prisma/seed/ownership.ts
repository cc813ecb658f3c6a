/** How true the demo company's catalog is: most teams have given their word, a link was found broken, two services look for a team. */
import { confirmServices } from '../../lib/actions/confirm-services.ts';
import { disownService } from '../../lib/actions/disown-service.ts';
import { reportBrokenLink } from '../../lib/actions/report-broken-link.ts';
import { db } from '../../lib/db/client.ts';
import { linksOf } from './catalog.ts';
import { SERVICES, TEAMS } from './data.ts';
import type { Cast } from './people.ts';

/** Services whose team says that they are somebody else's; without `to`, it doesn't know whose. */
const GIVEN_AWAY: { slug: string; to?: string; reason: string }[] = [
  {
    slug: 'vouchers',
    reason: 'The gift cards left with the old shop. Nobody here has changed it for a year.',
  },
  {
    slug: 'push',
    to: 'data-platform',
    reason: 'It only fans out the event stream, and its alerts reach them first.',
  },
];

const BROKEN = { slug: 'invoicing', link: 'runbook', by: 'search' };

/** Words, reports and transfers, made by those who would. Where any word has been given, everything is left as it is. */
export async function seedOwnership(people: Cast): Promise<void> {
  if ((await db.service.count({ where: { confirmedAt: { not: null } } })) > 0) return;
  const away = new Set(GIVEN_AWAY.map(({ slug }) => slug));
  const sure = SERVICES.filter(({ slug }) => !away.has(slug) && slug !== BROKEN.slug);
  for (const { slug: team } of TEAMS) {
    const services = sure.filter((service) => service.team === team).map(({ slug }) => slug);
    await confirmServices(await people.inGroup(`${team}-maintainers`), { services });
  }
  for (const { slug, to, reason } of GIVEN_AWAY) {
    const team = SERVICES.find((service) => service.slug === slug)?.team ?? '';
    const giver = await people.inGroup(`${team}-developers`);
    await disownService(giver, { slug, reason, toTeam: to ?? null });
  }
  const broken = SERVICES.find(({ slug }) => slug === BROKEN.slug);
  const url = broken === undefined ? undefined : linksOf(broken)[BROKEN.link];
  const visitor = await people.inGroup(`${BROKEN.by}-developers`);
  await reportBrokenLink(visitor, { slug: BROKEN.slug, link: BROKEN.link, url });
}
