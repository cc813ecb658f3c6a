import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { invalid, notFound } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { shownLink } from '../queries/link-reports.ts';
import { parse } from './input.ts';
import { reportLinkSchema } from './schemas.ts';

/**
 * Marks a link of a service as broken; its team looks. Nobody fetches it. The same person's second report of the same link changes
 * nothing. Throws `invalid` for a link that the service doesn't show.
 */
export async function reportBrokenLink(actor: Actor, input: unknown): Promise<{ message: string }> {
  requirePermission(actor, 'link.report');
  const { slug, link, url } = parse(reportLinkSchema, input);
  return withTransaction(async (tx) => {
    const service = await bySlug(tx, 'service', slug, (name) =>
      tx.service.findUnique({ where: { slug: name }, include: { team: true } }),
    );
    if (!service) throw notFound('service');
    if (!(await shownLink(tx, service.id, link, url))) {
      throw invalid([
        { field: 'url', message: 'The service doesn’t show this link any more. Look at its page again.' },
      ]);
    }
    const message = `Thank you. ${service.team.name} is told that the link is broken.`;
    const made = await tx.linkReport.createMany({
      data: [{ serviceId: service.id, link, url, reportedBy: actor.personId }],
      skipDuplicates: true,
    });
    if (made.count === 0) return { message };
    await record(tx, auditActor(actor), {
      action: 'service.link-reported',
      target: { kind: 'service', id: service.id, name: service.slug },
      teamId: service.teamId,
      detail: { link, url },
    });
    await emit(tx, 'service', service.id);
    return { message };
  });
}
