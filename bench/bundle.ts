/**
 * What the guardrail bundle costs a tenant: the time of one write, with the bundle and without, on two control planes that stand side by
 * side and are asked in turn, with 1, 100 and 1,000 managed namespaces on each. Real writes by a real token, one at a time.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { startTestControlPlane, type TestControlPlane } from '../dev/stack/testing.ts';
import { create } from '../deploy/attacks/calls.ts';
import { Caller } from '../deploy/attacks/http.ts';
import { managedNamespace } from '../deploy/attacks/managed.ts';
import { configMap, pod, sample } from '../deploy/attacks/samples.ts';
import type { KubernetesObject } from '../lib/domain/render/index.ts';
import { machine, median, spread, type Report, type Row } from './report.ts';

/** How many managed namespaces there are. */
const SIZES = [1, 100, 1_000] as const;
const ROUNDS = 12;
const WARM_UP_ROUNDS = 2;
/** Writes of one kind, on one side, in one round. */
const WRITES = 25;
/** Where the tenant writes. */
const NAMESPACE = 'bench-tenant';

const GRANTED = {
  hosts: ['shop.example.test', '*.apps.example.test'],
  gateways: ['gateway-system/public'],
  ingressClasses: ['public'],
  registries: ['registry.example.test/shop'],
};

/** The kinds of a tenant's writes; the reach of each is that of design section 12. */
const KINDS: readonly { kind: string; make: () => KubernetesObject; reach: 'tenth' | 'two milliseconds' }[] =
  [
    { kind: 'ConfigMap', make: () => configMap({ namespace: NAMESPACE }), reach: 'tenth' },
    { kind: 'Pod', make: () => pod({}, { namespace: NAMESPACE }), reach: 'tenth' },
    {
      kind: 'Ingress',
      make: () =>
        sample(
          'networking.k8s.io/v1',
          'Ingress',
          {
            ingressClassName: 'public',
            rules: ['shop.example.test', 'a.apps.example.test'].map((host) => ({
              host,
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: { service: { name: 'web', port: { number: 80 } } },
                  },
                ],
              },
            })),
            tls: [{ hosts: ['shop.example.test'], secretName: 'tls' }],
          },
          { namespace: NAMESPACE },
        ),
      reach: 'two milliseconds',
    },
    {
      kind: 'HTTPRoute',
      make: () =>
        sample(
          'gateway.networking.k8s.io/v1',
          'HTTPRoute',
          {
            parentRefs: [{ name: 'public', namespace: 'gateway-system' }],
            hostnames: ['shop.example.test', 'a.apps.example.test'],
            rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
          },
          { namespace: NAMESPACE },
        ),
      reach: 'two milliseconds',
    },
  ];

/** Milliseconds of single writes; `blocks` are medians of one round each. */
interface Samples {
  all: number[];
  blocks: number[];
}
const none = (): Samples => ({ all: [], blocks: [] });

/** Runs it on two control planes of its own, which are thrown away. */
export async function bench(): Promise<Report> {
  const before = machine();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say('starting two control planes');
  const sides = await Promise.all([Side.start('bundled', true), Side.start('plain', false)]);
  const [bundled, plain] = sides;
  try {
    const measured = new Map<number, Map<string, { with: Samples; without: Samples }>>();
    for (const size of SIZES) {
      await Promise.all(sides.map((side) => side.grow(size)));
      say(
        `${String(size)} managed namespaces: ${String(ROUNDS)} rounds of ${String(WRITES)} writes of each kind on each side`,
      );
      measured.set(size, await compare(bundled, plain));
    }
    return {
      name: 'bundle',
      date: new Date().toISOString(),
      machine: before,
      versions: { node: process.version, kubernetes: await bundled.version() },
      load: [
        `Creates by one tenant's token, one at a time, on two control planes in turn: one with the bundle, one without.`,
        `${String(ROUNDS)} rounds of ${String(WRITES)} writes of each kind on each side, after ${String(WARM_UP_ROUNDS)} to warm up;`,
        'medians over all writes, quartiles of the rounds. etcd does not wait for the disk.',
      ],
      rows: rows(measured),
    };
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
  }
}

async function compare(
  bundled: Side,
  plain: Side,
): Promise<Map<string, { with: Samples; without: Samples }>> {
  const result = new Map(KINDS.map(({ kind }) => [kind, { with: none(), without: none() }]));
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    for (const { kind, make } of KINDS) {
      // Whoever comes first changes from round to round.
      const order = round % 2 === 0 ? [bundled, plain] : [plain, bundled];
      for (const side of order) {
        const times = await side.write(make, WRITES);
        const samples = result.get(kind)?.[side === bundled ? 'with' : 'without'];
        if (round < WARM_UP_ROUNDS || samples === undefined) continue;
        samples.all.push(...times);
        samples.blocks.push(median(times));
      }
    }
  }
  return result;
}

function rows(measured: Map<number, Map<string, { with: Samples; without: Samples }>>): Row[] {
  const cost = (size: number, kind: string): number => {
    const samples = measured.get(size)?.get(kind);
    return samples === undefined ? Number.NaN : median(samples.with.all) - median(samples.without.all);
  };
  const compared = [...measured].flatMap(([size, kinds]) =>
    KINDS.flatMap(({ kind, reach }): Row[] => {
      const samples = kinds.get(kind);
      if (samples === undefined) return [];
      const [value, peerValue] = [median(samples.with.all), median(samples.without.all)];
      return [
        {
          metric: `${kind}, ${String(size)} managed namespace${size === 1 ? '' : 's'}, p50`,
          unit: 'ms',
          value,
          peer: 'no bundle',
          peerValue,
          ratio: value / peerValue,
          reach: reach === 'tenth' ? '<= 1.1 x' : '<= 2 ms more',
          ok: reach === 'tenth' ? value <= 1.1 * peerValue : value - peerValue <= 2,
          spread: spread(samples.with.blocks),
          peerSpread: spread(samples.without.blocks),
        },
      ];
    }),
  );
  const [least, most] = [SIZES[0], SIZES[SIZES.length - 1] ?? SIZES[0]];
  const flat = KINDS.map(({ kind }): Row => {
    const [few, many] = [cost(least, kind), cost(most, kind)];
    return {
      metric: `${kind}: the bundle's part with ${String(most)} managed namespaces`,
      unit: 'ms',
      value: many,
      peer: `with ${String(least)}`,
      peerValue: few,
      ratio: many / few,
      reach: '<= 0.5 ms more: flat in the number of namespaces',
      ok: many - few <= 0.5,
      spread: null,
      peerSpread: null,
    };
  });
  return [...compared, ...flat];
}

/** One of the two control planes, with a tenant on it. */
class Side {
  readonly #plane: TestControlPlane;
  readonly #admin: Caller;
  readonly #tenant: Caller;
  #namespaces = 1;

  private constructor(plane: TestControlPlane, admin: Caller, tenant: Caller) {
    this.#plane = plane;
    this.#admin = admin;
    this.#tenant = tenant;
  }

  static async start(name: string, bundle: boolean): Promise<Side> {
    const token = randomBytes(16).toString('hex');
    const user = 'oidc:tenant@harbor.example';
    const plane = await startTestControlPlane({ name, bundle, staticTokens: [{ token, user, groups: [] }] });
    const admin = new Caller(plane.server, plane.ca, {
      cert: fs.readFileSync(plane.adminCertFile, 'utf8'),
      key: fs.readFileSync(plane.adminKeyFile, 'utf8'),
    });
    const side = new Side(plane, admin, new Caller(plane.server, plane.ca, { token }));
    try {
      for (const object of managedNamespace(NAMESPACE, GRANTED)) await side.#make(object);
      // The same rights on both sides, with the bundle's roles or without.
      const group = 'rbac.authorization.k8s.io';
      await side.#make({
        apiVersion: `${group}/v1`,
        kind: 'Role',
        metadata: { name: 'tenant', namespace: NAMESPACE },
        rules: [
          {
            apiGroups: ['', 'networking.k8s.io', 'gateway.networking.k8s.io'],
            resources: ['configmaps', 'pods', 'ingresses', 'httproutes'],
            verbs: ['create', 'list'],
          },
        ],
      });
      await side.#make({
        apiVersion: `${group}/v1`,
        kind: 'RoleBinding',
        metadata: { name: 'tenant', namespace: NAMESPACE },
        roleRef: { apiGroup: group, kind: 'Role', name: 'tenant' },
        subjects: [{ apiGroup: group, kind: 'User', name: user }],
      });
      await side.#untilReady();
      return side;
    } catch (error) {
      await side.stop();
      throw error;
    }
  }

  async version(): Promise<string> {
    const { body } = await this.#admin.get('/version');
    return String(body['gitVersion']);
  }

  /** Makes managed namespaces until there are so many. */
  async grow(size: number): Promise<void> {
    while (this.#namespaces < size) {
      const batch = Math.min(20, size - this.#namespaces);
      await Promise.all(
        Array.from({ length: batch }, async (_, at) => {
          const [namespace, quota] = managedNamespace(`bench-${String(this.#namespaces + at)}`, GRANTED);
          if (namespace !== undefined) await this.#make(namespace);
          if (quota !== undefined) await this.#make(quota);
        }),
      );
      this.#namespaces += batch;
    }
  }

  /** Writes objects one after the other and deletes them again; milliseconds of each write. */
  async write(make: () => KubernetesObject, count: number): Promise<number[]> {
    const times: number[] = [];
    const made: { path: string; name: string }[] = [];
    for (let at = 0; at < count; at += 1) {
      const object = make();
      const call = create(object);
      const started = performance.now();
      const { status, body } = await this.#tenant.send(call);
      times.push(performance.now() - started);
      if (status !== 201) throw new Error(`${object.kind}: ${String(status)} ${body.message ?? ''}`);
      made.push({ path: call.path, name: object.metadata.name });
    }
    for (const { path, name } of made) {
      await this.#admin.send({ verb: 'delete', path: `${path}/${name}`, query: { gracePeriodSeconds: '0' } });
    }
    return times;
  }

  async stop(): Promise<void> {
    this.#admin.close();
    this.#tenant.close();
    await this.#plane.stop();
  }

  async #make(object: KubernetesObject): Promise<void> {
    const { status, body } = await this.#admin.send(create(object));
    if (status !== 201 && status !== 409)
      throw new Error(`${object.kind} ${object.metadata.name}: ${String(status)} ${body.message ?? ''}`);
  }

  // A Pod needs the ServiceAccount that the cluster makes, and the tenant the rights that the authorizer has yet to hear of.
  async #untilReady(): Promise<void> {
    const root = `/api/v1/namespaces/${NAMESPACE}`;
    const end = Date.now() + 30_000;
    for (;;) {
      const [account, rights] = await Promise.all([
        this.#admin.get(`${root}/serviceaccounts/default`),
        this.#tenant.get(`${root}/pods`),
      ]);
      if (account.status === 200 && rights.status === 200) return;
      if (Date.now() > end) throw new Error(`${NAMESPACE} isn't ready after 30 s`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
