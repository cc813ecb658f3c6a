import { readFile } from 'node:fs/promises';
import { registerCluster } from '../../lib/actions/register-cluster.ts';
import type { Actor } from '../../lib/auth/actor.ts';
import { db } from '../../lib/db/client.ts';
import { LINK_TEMPLATES } from './catalog.ts';
import { CLUSTERS } from './data.ts';

const ALL_ENVIRONMENTS = ['sandbox', 'development', 'test', 'staging', 'production'];

/** Registers the stack's clusters; those that are known already only get their new address. */
export async function seedClusters(
  administrator: () => Promise<Actor>,
  clusters: { name: string; server: string; caFile: string }[],
): Promise<void> {
  for (const { name, server, caFile } of clusters) {
    const caBundle = await readFile(caFile, 'utf8');
    const known = await db.cluster.findUnique({ where: { name } });
    if (known) {
      // A stack that is started again may have other ports: public facts, so no use case is needed for them.
      await db.cluster.update({ where: { name }, data: { apiServer: server, caBundle } });
      continue;
    }
    const facts = Object.entries(CLUSTERS).find(([known]) => known === name)?.[1];
    await registerCluster(await administrator(), {
      name,
      displayName: facts?.displayName ?? name,
      apiServer: server,
      caBundle,
      environments: [...(facts?.environments ?? ALL_ENVIRONMENTS)],
      config: {
        ingressNamespaces: ['gateway-system'],
        monitoringNamespaces: ['monitoring'],
        gateways: ['gateway-system/public'],
        ingressClasses: ['public'],
        linkTemplates: LINK_TEMPLATES,
      },
    });
  }
}
