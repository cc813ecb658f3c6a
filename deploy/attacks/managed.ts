// A managed namespace with everything in it, as Berth's own renderer makes it.
import { clusterConfigSchema } from '../../lib/domain/cluster/index.ts';
import { defaultSpec } from '../../lib/domain/desired-state/schema.ts';
import { renderNamespace, type KubernetesObject } from '../../lib/domain/render/index.ts';
import type { Granted } from './cast.ts';

/** A namespace as Berth itself would make it, with room for a whole suite. */
export function managedNamespace(name: string, granted: Granted | undefined): KubernetesObject[] {
  const config = clusterConfigSchema.parse({});
  const base = defaultSpec({
    size: 'L',
    clusterConfig: config,
    maintainerGroups: ['shop-maintainers', 'shop-leads'],
    memberGroups: ['shop-developers'],
    contact: 'shop@harbor.example',
  });
  const viewers = { kind: 'group', name: 'shop-viewers', role: 'viewer' } as const;
  const quota = Object.fromEntries(
    Object.keys(base.quota).map((key) => [key, /memory|storage/.test(key) ? '10Ti' : '10000']),
  ) as typeof base.quota;
  const [namespace, ...rest] = renderNamespace({
    id: '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11',
    name,
    environment: 'production',
    purpose: 'To be attacked.',
    generation: 1,
    expiresAt: null,
    cluster: { name: 'attacked', config },
    team: { slug: name, name, contactEmail: null, chatUrl: null, onCallUrl: null, costCentre: null },
    service: {
      slug: name,
      name,
      description: '',
      tier: 1,
      lifecycle: 'production',
      tags: [],
      sla: {},
      links: {},
      dependsOn: [],
    },
    portalUrl: 'https://berth.harbor.example',
    spec: {
      ...base,
      quota,
      access: granted?.people === true ? [...base.access, viewers] : [],
      hosts: granted?.hosts ?? [],
      gateways: granted?.gateways ?? [],
      ingressClasses: granted?.ingressClasses ?? [],
      registries: granted?.registries ?? [],
      allow: granted?.allow ?? [],
      connections: (granted?.peers ?? []).map((peer) => ({
        peer,
        direction: 'to' as const,
        ports: [{ port: 8080, protocol: 'TCP' as const }],
      })),
    },
  }).map(({ object }) => object);
  if (namespace === undefined) throw new Error('a namespace without a Namespace');
  const { metadata } = namespace;
  const annotations = { ...metadata.annotations, ...granted?.annotations };
  return [{ ...namespace, metadata: { ...metadata, annotations } }, ...rest];
}
