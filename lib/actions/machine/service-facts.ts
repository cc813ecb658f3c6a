/** What a service needs: rows of their own, written from the list that somebody sends. */
import type { Tx } from '../../db/client.ts';
import { idOfSlug } from '../../db/slugs.ts';
import { invalid } from '../../domain/errors.ts';

/**
 * Makes the services that one needs those of the list, each by its slug or one it had before. A circle of services is allowed: two
 * services may well need each other. Throws `invalid` on `dependsOn` for itself and for what there is not.
 */
export async function settleDependencies(tx: Tx, serviceId: string, slugs: readonly string[]): Promise<void> {
  const found = new Set<string>();
  for (const slug of slugs) {
    const rows = await tx.$queryRaw<{ id: string | null }[]>`SELECT ${idOfSlug('service', slug)} AS id`;
    const id = rows[0]?.id ?? null;
    if (id === null) {
      throw invalid([
        { field: 'dependsOn', message: `There is no service "${slug}". Look at its short name.` },
      ]);
    }
    if (id === serviceId) {
      throw invalid([{ field: 'dependsOn', message: 'A service can’t depend on itself. Leave it out.' }]);
    }
    found.add(id);
  }
  await tx.serviceDependency.deleteMany({ where: { serviceId, dependsOnId: { notIn: [...found] } } });
  await tx.serviceDependency.createMany({
    data: [...found].map((dependsOnId) => ({ serviceId, dependsOnId })),
    skipDuplicates: true,
  });
}
