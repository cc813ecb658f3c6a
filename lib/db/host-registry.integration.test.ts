/**
 * Who holds a name is said three times: by Postgres' exclusion constraints, by lib/domain/hosts, and by the admission policies of a cluster
 * that was told of the grants. 1,000 random cases in which all three must say the same.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase } from '../../dev/test/database.ts';
import { clusterConfigSchema } from '../domain/cluster/index.ts';
import { defaultSpec } from '../domain/desired-state/schema.ts';
import {
  covers,
  hostText,
  inZone,
  isWildcard,
  overlapping,
  overlaps,
  type HostName,
} from '../domain/hosts/index.ts';
import { renderNamespace, type KubernetesObject } from '../domain/render/index.ts';

const ROUNDS = 50;
const CASES = 20;

type Holder = 'a' | 'b';
type Wish = { holder: Holder; name: HostName };
type Case = { wishes: Wish[]; probe: HostName };

// Few labels, so that names lie within each other and beside each other all the time.
const label = fc.constantFrom('a', 'b', 'a-b', 'x0');
const element = fc.constantFrom('cart', 'cart-b', 'Cart', '~');
/** A name below a suffix that only its case has, so that many cases fit into one annotation. */
const nameBelow = (suffix: string): fc.Arbitrary<HostName> => {
  const host = fc.array(label, { maxLength: 2 }).map((labels) => [...labels, suffix].join('.'));
  const path = fc
    .array(element, { maxLength: 2 })
    .map((elements) => elements.map((text) => `/${text}`).join(''));
  return fc.oneof(
    { weight: 1, arbitrary: host.map((base) => ({ host: `*.${base}`, path: '' })) },
    { weight: 3, arbitrary: fc.record({ host, path: fc.oneof(fc.constant(''), path) }) },
  );
};
const caseBelow = (suffix: string): fc.Arbitrary<Case> =>
  fc.record({
    wishes: fc.array(
      fc.record({ holder: fc.constantFrom('a' as const, 'b' as const), name: nameBelow(suffix) }),
      { minLength: 2, maxLength: 7 },
    ),
    probe: nameBelow(suffix),
  });

let database: { url: string; drop: () => Promise<void> };
let client: pg.Client;
const ids: Record<'cluster' | 'team' | 'delegation' | Holder, string> = {
  cluster: '',
  team: '',
  delegation: '',
  a: '',
  b: '',
};

async function insert(sql: string, values: unknown[]): Promise<string> {
  const { rows } = await client.query<{ id: string }>(`${sql} RETURNING id`, values);
  return rows[0]?.id ?? '';
}

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  ids.team = await insert(`INSERT INTO team (slug, name) VALUES ($1, 'Team')`, ['team']);
  ids.cluster = await insert(
    `INSERT INTO cluster (name, display_name, api_server, environments) VALUES ('c', 'C', 'https://c', '{test}')`,
    [],
  );
  const zone = await insert(`INSERT INTO zone (suffix) VALUES ('agree.example')`, []);
  await client.query('INSERT INTO zone_cluster VALUES ($1, $2)', [zone, ids.cluster]);
  ids.delegation = await insert(
    `INSERT INTO delegation (zone_id, team_id, host) VALUES ($1, $2, '*.agree.example')`,
    [zone, ids.team],
  );
  for (const holder of ['a', 'b'] as const) {
    const service = await insert('INSERT INTO service (slug, name, team_id) VALUES ($1, $1, $2)', [
      holder,
      ids.team,
    ]);
    ids[holder] = await insert(
      `INSERT INTO namespace (cluster_id, name, team_id, service_id, environment, spec) VALUES ($1, $2, $3, $4, 'test', '{}')`,
      [ids.cluster, `ns-${holder}`, ids.team, service],
    );
  }
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Which of the wishes Postgres grants, first come first served. */
async function grantedByPostgres(wishes: Wish[]): Promise<boolean[]> {
  const values = [
    ids.cluster,
    ids.team,
    ids.delegation,
    wishes.map(({ holder }) => ids[holder]),
    wishes.map(({ holder }) => `${holder}/test`),
    wishes.map(({ name }) => name.host),
    wishes.map(({ name }) => name.path),
  ];
  const { rows } = await client.query<{ granted: boolean }>(
    `WITH wish AS MATERIALIZED (
       SELECT gen_random_uuid() AS id, w.* FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[])
         WITH ORDINALITY AS w (namespace_id, holder_id, host, path, position)
     ), made AS (
       INSERT INTO host_grant (id, cluster_id, team_id, delegation_id, namespace_id, holder_id, host, path, state)
       SELECT id, $1, $2, $3, namespace_id, holder_id, host, path, 'active' FROM wish ORDER BY position
       ON CONFLICT DO NOTHING RETURNING id
     ) SELECT made.id IS NOT NULL AS granted FROM wish LEFT JOIN made USING (id) ORDER BY position`,
    values,
  );
  return rows.map(({ granted }) => granted);
}

/** The same by lib/domain/hosts. */
function grantedByDomain(wishes: Wish[]): boolean[] {
  const held: Wish[] = [];
  return wishes.map((wish) => {
    const free = held.every(({ holder, name }) =>
      holder === wish.holder ? hostText(name) !== hostText(wish.name) : !overlaps(name, wish.name),
    );
    if (free) held.push(wish);
    return free;
  });
}

const cluster = inject('cluster');
const agent = new Agent({ ca: readFileSync(cluster.caFile), keepAlive: true, maxSockets: 8 });
const worker = readFileSync(cluster.workerTokenFile, 'utf8').trim();
afterAll(() => {
  agent.destroy();
});

type Answer = { status: number; message: string };

function call(token: string, method: 'POST' | 'PATCH', path: string, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const type = method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json';
    const sent = request(
      `${cluster.server}${path}`,
      { method, agent, headers: { authorization: `Bearer ${token}`, 'content-type': type } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () => {
          const parsed = JSON.parse(text) as { message?: string };
          resolve({ status: answer.statusCode ?? 0, message: parsed.message ?? '' });
        });
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

const run = randomBytes(4).toString('hex');
const namespaceOf = (holder: Holder): string => `agree-${run}-${holder}`;
const idsInCluster = { a: randomUUID(), b: randomUUID() };
const config = clusterConfigSchema.parse({ gateways: ['gateway-system/public'], ingressClasses: ['public'] });

/** What Berth applies for a holder's namespace with these hosts. */
function objectsOf(holder: Holder, hosts: string[]): KubernetesObject[] {
  const spec = defaultSpec({
    size: 'S',
    clusterConfig: config,
    maintainerGroups: ['payments-maintainers'],
    memberGroups: [],
  });
  return renderNamespace({
    id: idsInCluster[holder],
    name: namespaceOf(holder),
    environment: 'test',
    purpose: '',
    generation: 1,
    expiresAt: null,
    cluster: { name: cluster.name, config },
    team: {
      slug: 'team',
      name: 'Team',
      contactEmail: null,
      chatUrl: null,
      onCallUrl: null,
      costCentre: null,
    },
    service: {
      slug: holder,
      name: holder,
      description: '',
      tier: null,
      lifecycle: 'production',
      tags: [],
      sla: {},
      links: {},
      dependsOn: [],
    },
    portalUrl: 'https://berth.example',
    spec: { ...spec, hosts: hosts.sort() },
  }).map(({ object }) => object);
}

async function apply(object: KubernetesObject): Promise<void> {
  const { apiVersion, kind, metadata } = object;
  const plural = kind === 'NetworkPolicy' ? 'networkpolicies' : `${kind.toLowerCase()}s`;
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  const path = `${root}${scope}/${plural}/${metadata.name}?fieldManager=berth&force=true`;
  const answer = await call(worker, 'PATCH', path, object);
  expect(answer, `${kind} ${metadata.name}`).toMatchObject({
    status: expect.toSatisfy((s) => s === 200 || s === 201) as number,
  });
}

const backend = { service: { name: 'web', port: { number: 80 } } };

function ingress(name: HostName): [string, object] {
  const paths = [{ path: name.path === '' ? '/' : name.path, pathType: 'Prefix', backend }];
  return [
    '/apis/networking.k8s.io/v1/namespaces/NAMESPACE/ingresses',
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'probe' },
      spec: { ingressClassName: 'public', rules: [{ host: name.host, http: { paths } }] },
    },
  ];
}

function route(name: HostName): [string, object] {
  const path = { type: 'PathPrefix', value: name.path === '' ? '/' : name.path };
  return [
    '/apis/gateway.networking.k8s.io/v1/namespaces/NAMESPACE/httproutes',
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'probe' },
      spec: {
        parentRefs: [{ namespace: 'gateway-system', name: 'public' }],
        hostnames: [name.host],
        rules: [{ matches: [{ path }], backendRefs: [{ name: 'web', port: 80 }] }],
      },
    },
  ];
}

/** Whether the API server admits an object from the team's own maintainer. A refusal counts only in the policy's words. */
async function admits(holder: Holder, [path, body]: [string, object]): Promise<boolean> {
  const answer = await call(
    cluster.tokens['maintainer'] ?? '',
    'POST',
    `${path.replace('NAMESPACE', namespaceOf(holder))}?dryRun=All`,
    body,
  );
  if (answer.status === 201) return true;
  expect(answer).toMatchObject({
    status: 403,
    message: expect.stringMatching(/ValidatingAdmissionPolicy 'berth-.*not delegated/s) as string,
  });
  return false;
}

/** Waits until the API server judges by these hosts: it hears of a namespace's annotations a moment after they were written. */
async function grantInCluster(holder: Holder, hosts: string[], sentinel: string): Promise<void> {
  const [namespace] = objectsOf(holder, [...hosts, sentinel]);
  if (namespace === undefined) throw new Error('no Namespace was rendered');
  await apply(namespace);
  await expect
    .poll(
      async () =>
        (
          await call(
            cluster.tokens['maintainer'] ?? '',
            'POST',
            `/apis/networking.k8s.io/v1/namespaces/${namespaceOf(holder)}/ingresses?dryRun=All`,
            ingress({ host: sentinel, path: '' })[1],
          )
        ).status,
      { timeout: 10_000, interval: 5 },
    )
    .toBe(201);
}

test('1,000 random sets of grants: Postgres, the domain and the API server agree on who has a name', async () => {
  for (const holder of ['a', 'b'] as const) for (const object of objectsOf(holder, [])) await apply(object);
  const seen = { refused: 0, admitted: 0, denied: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const suffixes = Array.from(
      { length: CASES },
      (_, index) => `r${String(round)}-${String(index)}.agree.example`,
    );
    const cases = suffixes
      .map((suffix) => fc.sample(caseBelow(suffix), 1)[0])
      .filter((one) => one !== undefined);
    const wishes = cases.flatMap((one) => one.wishes);
    const granted = await grantedByPostgres(wishes);
    expect(granted).toEqual(grantedByDomain(wishes));
    seen.refused += granted.filter((yes) => !yes).length;
    const held = wishes.filter((_, index) => granted[index]);
    const of = (holder: Holder): HostName[] =>
      held.filter((wish) => wish.holder === holder).map(({ name }) => name);
    await Promise.all(
      (['a', 'b'] as const).map((holder) =>
        grantInCluster(holder, of(holder).map(hostText), `s${String(round)}-${holder}.sentinel.example`),
      ),
    );
    await Promise.all(
      cases.map(async ({ probe, wishes: [first] }, index) => {
        // A random name, and one that was asked for: the latter is held by somebody in every case. One as an Ingress, one as a route.
        const asked = first?.name ?? probe;
        const sent = [
          { name: probe, object: index % 2 === 0 ? ingress(probe) : route(probe) },
          { name: asked, object: index % 2 === 0 ? route(asked) : ingress(asked) },
        ];
        for (const { name, object } of sent) {
          const answers = await Promise.all(
            (['a', 'b'] as const).map(async (holder) => {
              const expected = of(holder).some((grant) => covers(grant, name));
              const found = await admits(holder, object);
              expect({ holder, object, found }).toEqual({ holder, object, found: expected });
              seen[expected ? 'admitted' : 'denied'] += 1;
              return expected;
            }),
          );
          expect(answers).not.toEqual([true, true]);
        }
      }),
    );
    await client.query('DELETE FROM host_grant');
  }
  // The cases are worth something only if all answers occur often.
  expect(Math.min(seen.refused, seen.admitted, seen.denied)).toBeGreaterThan(500);
}, 120_000);

test("what Postgres calls overlap, containment and a zone's own is what the domain does", async () => {
  const pair = fc.tuple(nameBelow('z.example'), nameBelow('z.example'));
  const pairs = fc.sample(pair, 2_000);
  const { rows } = await client.query<{ overlap: boolean; cover: boolean; zone: boolean }>(
    `SELECT host_range(w.a) && host_range(w.b) AND path_range(w.pa) && path_range(w.pb) AS overlap,
       host_range(w.a) @> host_range(w.b) AND path_range(w.pa) @> path_range(w.pb) AS cover,
       subdomain_range('a.z.example') @> host_range(w.b) AS zone
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS w (a, pa, b, pb, position) ORDER BY position`,
    [
      pairs.map(([a]) => a.host),
      pairs.map(([a]) => a.path),
      pairs.map(([, b]) => b.host),
      pairs.map(([, b]) => b.path),
    ],
  );
  expect(
    pairs.map(([a, b]) => ({
      overlap: overlaps(a, b),
      cover: covers(a, b),
      zone: inZone('a.z.example', b.host),
    })),
  ).toEqual(rows);
  expect(rows.filter(({ overlap, cover }) => overlap && !cover).length).toBeGreaterThan(20);
  for (const [a, b] of pairs) {
    const { names, below } = overlapping(a.host);
    const found = names.includes(b.host) || (below !== null && b.host.endsWith(below));
    expect(found).toBe(overlaps({ ...a, path: '' }, { ...b, path: '' }));
    expect(isWildcard(a.host)).toBe(a.host.startsWith('*'));
  }
});

test('a path that climbs is refused by the database too', async () => {
  for (const path of ['/..', '/cart/../admin', '/cart/.', '/', 'cart', '/cart/', '/a,b']) {
    await expect(
      client.query(
        `INSERT INTO host_grant (cluster_id, team_id, delegation_id, namespace_id, holder_id, host, path, state)
         VALUES ($1, $2, $3, $4, 'a/test', 'a.agree.example', $5, 'active')`,
        [ids.cluster, ids.team, ids.delegation, ids.a, path],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  }
});
