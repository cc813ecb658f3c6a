import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import type { Tx } from '../db/client.ts';
import { invalid, preconditionFailed } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { clusterIds, lockZone, ownerTeamId } from './machine/zones.ts';
import { updateZoneSchema } from './schemas.ts';

/**
 * Changes a zone's description, owner or clusters; its suffix is what it is. Administrators only. A cluster on which hosts of the zone are
 * held is not taken off under them.
 */
export async function updateZone(actor: Actor, input: unknown): Promise<{ suffix: string; version: number }> {
  requirePermission(actor, 'zone.write');
  const { suffix, version, clusters, description, ownerTeam } = parse(updateZoneSchema, input);
  return withTransaction(async (tx) => {
    const zone = await lockZone(tx, suffix);
    const owner = ownerTeam == null ? ownerTeam : await ownerTeamId(tx, ownerTeam);
    const moved = await tx.zone.updateMany({
      where: { id: zone.id, version },
      data: {
        ...(description === undefined ? {} : { description }),
        ...(owner === undefined ? {} : { ownerTeamId: owner }),
        version: { increment: 1 },
        updatedAt: new Date(),
      },
    });
    if (moved.count !== 1) {
      throw preconditionFailed('The zone has changed since you looked. Look again, then change it.');
    }
    if (clusters !== undefined) await setClusters(tx, zone.id, await clusterIds(tx, clusters));
    await record(tx, auditActor(actor), {
      action: 'zone.updated',
      target: { kind: 'zone', id: zone.id, name: suffix },
      teamId: owner ?? zone.ownerTeamId,
      detail: {
        ...(description === undefined ? {} : { description }),
        ...(ownerTeam === undefined ? {} : { owner: ownerTeam }),
        ...(clusters === undefined ? {} : { clusters }),
      },
    });
    await emit(tx, 'zone', zone.id);
    return { suffix, version: version + 1 };
  });
}

async function setClusters(tx: Tx, zoneId: string, ids: string[]): Promise<void> {
  const held = await tx.$queryRaw<{ cluster: string; hosts: number }[]>`
    SELECT c.name AS cluster, count(*)::int AS hosts
    FROM host_grant g JOIN cluster c ON c.id = g.cluster_id JOIN zone z ON z.id = ${zoneId}::uuid
    WHERE g.state <> 'free' AND g.cluster_id <> ALL (${ids}::uuid[]) AND z.range @> g.host_range
    GROUP BY c.name ORDER BY c.name`;
  if (held.length > 0) {
    throw invalid(
      held.map(({ cluster, hosts }) => ({
        field: 'clusters',
        message: `${String(hosts)} host${hosts === 1 ? ' is' : 's are'} still held on ${cluster}. Take ${hosts === 1 ? 'it' : 'them'} away first, and wait out the quarantine.`,
      })),
    );
  }
  await tx.zoneCluster.deleteMany({ where: { zoneId, clusterId: { notIn: ids } } });
  await tx.zoneCluster.createMany({
    data: ids.map((clusterId) => ({ zoneId, clusterId })),
    skipDuplicates: true,
  });
}
