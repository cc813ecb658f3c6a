import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { invalid } from '../domain/errors.ts';
import { isPublicSuffix } from '../domain/hosts/public-suffix/index.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { withRegistry } from './machine/hosts.ts';
import { clusterIds, overlappingZone, ownerTeamId } from './machine/zones.ts';
import { createZoneSchema } from './schemas.ts';

/**
 * Makes a zone: a suffix from which names are delegated, on some clusters. Administrators only. Throws `invalid` for a public suffix, for
 * one that lies in another zone or holds one, and for clusters and teams that there are not.
 */
export async function createZone(actor: Actor, input: unknown): Promise<{ suffix: string }> {
  requirePermission(actor, 'zone.write');
  const { suffix, clusters, description, ownerTeam } = parse(createZoneSchema, input);
  if (isPublicSuffix(suffix)) {
    throw invalid([
      {
        field: 'suffix',
        message: `"${suffix}" is a public suffix: anybody can register names below it. Write a name that is yours, such as example.${suffix}.`,
      },
    ]);
  }
  return withRegistry(async (tx) => {
    const other = await overlappingZone(tx, suffix);
    if (other !== null) {
      const message =
        other === suffix
          ? `There is a zone ${suffix} already.`
          : `"${suffix}" and the zone ${other} lie within each other; zones never do. Delegate a name of ${other.length < suffix.length ? other : 'one zone'} instead.`;
      throw invalid([{ field: 'suffix', message }]);
    }
    const ownerId = ownerTeam == null ? null : await ownerTeamId(tx, ownerTeam);
    const ids = await clusterIds(tx, clusters);
    const zone = await tx.zone.create({
      data: {
        suffix,
        description: description ?? '',
        ownerTeamId: ownerId,
        clusters: { create: ids.map((clusterId) => ({ clusterId })) },
      },
      select: { id: true },
    });
    await record(tx, auditActor(actor), {
      action: 'zone.created',
      target: { kind: 'zone', id: zone.id, name: suffix },
      teamId: ownerId,
      detail: { clusters, owner: ownerTeam ?? null },
    });
    await emit(tx, 'zone', zone.id);
    return { suffix };
  });
}
