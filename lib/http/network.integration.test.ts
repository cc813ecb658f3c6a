/** The network's operations through their route handlers, as a script with an API token uses them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as endConnection } from '../../app/api/v1/connections/[id]/end/route.ts';
import { POST as askForNamespace } from '../../app/api/v1/namespaces/route.ts';
import { PATCH as changeNamespace } from '../../app/api/v1/namespaces/[cluster]/[name]/route.ts';
import { GET as namespaceNetwork } from '../../app/api/v1/namespaces/[cluster]/[name]/network/route.ts';
import { GET as teamNetwork } from '../../app/api/v1/teams/[slug]/network/route.ts';
import { ask, makeCluster, makeTeam, openHouse, somebody } from '../actions/testing/house.ts';
import type { House, TestTeam } from '../actions/testing/house.ts';
import { mintApiToken } from '../auth/testing.ts';
import type { TokenScope } from '../auth/actor.ts';
import { network } from './openapi/responses.ts';

let house: House;
let cluster: { id: string; name: string };
let team: TestTeam;

beforeAll(async () => {
  house = await openHouse();
  cluster = await makeCluster();
  team = await makeTeam();
});
afterAll(() => house.close());

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Caller = (
  handler: Handler,
  params: Record<string, string>,
  send?: { method: string; body: object; version?: string },
) => Promise<{ status: number; json: unknown }>;

/** Calls as a new person of some groups, with a token of some scopes. */
async function caller(groups: string[], scopes: TokenScope[] = ['read', 'write']): Promise<Caller> {
  const { token } = await mintApiToken((await somebody(groups)).personId, scopes);
  return async (handler, params, send) => {
    const request = new Request('https://berth.example/api/v1/x', {
      method: send?.method ?? 'GET',
      headers: {
        authorization: `Bearer ${token}`,
        ...(send ? { 'content-type': 'application/json' } : {}),
        ...(send?.version ? { 'if-match': `"${send.version}"` } : {}),
      },
      ...(send ? { body: JSON.stringify(send.body) } : {}),
    });
    const response = await handler(request, { params: Promise.resolve(params) });
    return { status: response.status, json: await response.json() };
  };
}

async function made(call: Caller, more: Record<string, unknown> = {}): Promise<string> {
  const body = ask(team, cluster, more);
  expect((await call(askForNamespace, {}, { method: 'POST', body })).status).toBe(201);
  return body.name;
}

test('a script asks for a connection with a namespace, sees it as described, and ends it', async () => {
  const call = await caller([team.maintainers]);
  const peer = await made(call);
  const name = await made(call, { connections: [{ peer, direction: 'to', ports: [{ port: 8080 }] }] });
  const where = { cluster: cluster.name, name };
  const seen = await call(namespaceNetwork, where);
  expect(seen.status).toBe(200);
  const picture = network.strict().parse(seen.json);
  const [edge] = picture.edges.filter(({ source }) => source === 'connection');
  expect(edge).toMatchObject({ state: 'open', ports: [{ port: 8080, protocol: 'TCP' }] });
  const ofTeam = network.strict().parse((await call(teamNetwork, { slug: team.slug })).json);
  expect(ofTeam.edges.map(({ connectionId }) => connectionId)).toEqual([edge?.connectionId]);

  const id = edge?.connectionId ?? '';
  const stranger = await caller([(await makeTeam()).maintainers]);
  for (const [handler, params, send] of [
    [namespaceNetwork, where, undefined],
    [teamNetwork, { slug: team.slug }, undefined],
    [endConnection, { id }, { method: 'POST', body: {} }],
  ] as const) {
    expect((await stranger(handler, params, send)).status).toBe(404);
  }
  const reader = await caller([team.maintainers], ['read']);
  expect((await reader(endConnection, { id }, { method: 'POST', body: {} })).status).toBe(403);

  expect(await call(endConnection, { id }, { method: 'POST', body: { reason: 'Done.' } })).toMatchObject({
    status: 200,
    json: { id },
  });
  expect((await call(endConnection, { id }, { method: 'POST', body: {} })).status).toBe(409);
  expect((await call(endConnection, { id: 'x' }, { method: 'POST', body: {} })).status).toBe(422);
});

test.each([
  [{ connections: [{ peer: 'Not A Name', direction: 'to', ports: [{ port: 1 }] }] }, 'connections.0.peer'],
  [{ connections: [{ peer: 'a', direction: 'both', ports: [{ port: 1 }] }] }, 'connections.0.direction'],
  [{ connections: [{ peer: 'a', direction: 'to', ports: [] }] }, 'connections.0.ports'],
  [{ connections: [{ peer: 'a', direction: 'to' }] }, 'connections.0.ports'],
  [
    { connections: [{ peer: 'a', direction: 'to', ports: [{ port: 1, protocol: 'tcp' }] }] },
    'connections.0.ports.0.protocol',
  ],
  [
    { connections: [{ peer: 'a', direction: 'to', ports: [{ port: 70_000 }] }] },
    'connections.0.ports.0.port',
  ],
  [{ connections: [{ peer: 'nowhere', direction: 'to', ports: [{ port: 1 }] }] }, 'connections.to.nowhere'],
  [{ egress: [{ name: 'bank', cidr: '203.0.113.7/24', ports: [{ port: 443 }] }] }, 'egress.0.cidr'],
  [{ egress: [{ name: 'meta', cidr: '169.254.169.254/32', ports: [{ port: 80 }] }] }, 'egress.meta'],
])('a change to %j is refused at its field, with what to write instead', async (body, field) => {
  const call = await caller([team.maintainers]);
  const params = { cluster: cluster.name, name: await made(call) };
  const { status, json } = await call(changeNamespace, params, { method: 'PATCH', body, version: '1' });
  expect(status).toBe(422);
  expect(json).toMatchObject({ errors: [{ field, message: expect.stringMatching(/\.$/) as string }] });
});
