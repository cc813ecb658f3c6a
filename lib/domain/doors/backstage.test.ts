import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { catalogLinks } from '../catalog/links.ts';
import { isSlug } from '../names/index.ts';
import { groupEntity, resourceEntity, serviceEntities } from './backstage.ts';
import type { BackstageEntity } from './backstage.ts';
import { backstageTag, jointName } from './names.ts';
import {
  acceptedByBackstage,
  entitiesOf,
  referencesOf,
  somePlace,
  someService,
  someTeam,
} from './testing.ts';

const PORTAL = 'https://berth.example';
const LONG = 'a'.repeat(63);
const ODD = [
  'Zahlungsverkehr für Österreich & Übersee',
  '🚢 Hafen 🏴‍☠️',
  '支付团队',
  'مدفوعات',
  '  ',
  'x'.repeat(5_000),
  'line\nbreak\ttab \u0007 bell \u2028 separator \ufeff mark',
  '--- \n...\n%YAML 1.2',
  '{{ .Values }} ${HOME} <script>alert("1")</script>',
  '"quoted" \'twice\' `thrice` \\ back',
  'yes',
  'null',
  '0x1F',
  '1e3',
  '@everyone: *bold* &anchor !tag %p | > - ?',
  '#no comment',
];
const linksOf = (links: Record<string, string>) => catalogLinks({ service: links });
const one = (entities: BackstageEntity[], kind: string) => entities.find((entity) => entity.kind === kind);

describe("each entity passes Backstage's own catalog-model", () => {
  test('which does refuse what is wrong', async () => {
    const good = groupEntity(someTeam(), PORTAL);
    const wrong = [
      { ...good, metadata: { ...good.metadata, name: '-payments' } },
      { ...good, metadata: { ...good.metadata, tags: ['Two words'] } },
      { ...good, metadata: { ...good.metadata, links: [{ url: 'nowhere' }] } },
      { ...good, spec: { type: 'team' } },
      { ...good, status: {} },
    ];
    for (const entity of wrong) await expect(acceptedByBackstage(entity)).rejects.toThrow();
  });

  test('of a team, service and namespace that have everything', async () => {
    const team = groupEntity(someTeam({ parent: 'commerce', children: ['cards'] }), PORTAL);
    const links = linksOf({ api: 'https://api.example/openapi.json', runbook: 'https://wiki.example/r' });
    const service = serviceEntities(someService({ links }), PORTAL);
    const refs = [];
    for (const entity of [team, ...service, resourceEntity(somePlace(), PORTAL)])
      refs.push(await acceptedByBackstage(entity));
    expect(refs).toEqual([
      'group:default/payments',
      'component:default/checkout',
      'api:default/checkout',
      'resource:default/harbor-prod.checkout-prod',
    ]);
  });

  test('of those that have nothing but a name', async () => {
    const bare = { description: '', links: [], name: '' };
    await acceptedByBackstage(groupEntity(someTeam({ ...bare, contactEmail: null, archived: true }), PORTAL));
    for (const entity of serviceEntities(
      someService({ ...bare, tier: null, tags: [], dependsOn: [] }),
      PORTAL,
    ))
      await acceptedByBackstage(entity);
    await acceptedByBackstage(resourceEntity(somePlace({ purpose: '', hosts: [] }), PORTAL));
  });

  test.each(ODD)('with the text %j wherever people write freely, in YAML and back', async (text) => {
    const links = linksOf({
      api: 'https://api.example/a?b=c#d',
      docs: `https://docs.example/${text.trim()}`,
    });
    const entities = [
      groupEntity(someTeam({ name: text, description: text }), PORTAL),
      ...serviceEntities(someService({ name: text, description: text, tags: [text, 'ok'], links }), PORTAL),
      resourceEntity(
        somePlace({ purpose: text, cluster: { ...somePlace().cluster, displayName: text } }),
        PORTAL,
      ),
    ];
    const read = entitiesOf(entities.map((entity) => `---\n${stringify(entity, { lineWidth: 0 })}`).join(''));
    expect(read).toEqual(entities);
    for (const entity of read) await acceptedByBackstage(entity);
  });

  test('whatever the names: slugs of 63 characters, and any text', async () => {
    const slug = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/).filter(isSlug);
    const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom(...ODD));
    const thing = fc.record({ slug, other: slug, name: text, tags: fc.array(text, { maxLength: 5 }) });
    await fc.assert(
      fc.asyncProperty(thing, async ({ slug: name, other, name: title, tags }) => {
        await acceptedByBackstage(groupEntity(someTeam({ slug: name, parent: other, name: title }), PORTAL));
        const service = someService({ slug: name, team: other, name: title, tags, dependsOn: [other] });
        for (const entity of serviceEntities(service, PORTAL)) await acceptedByBackstage(entity);
        const cluster = { ...somePlace().cluster, name: other };
        await acceptedByBackstage(resourceEntity(somePlace({ namespace: name, cluster }), PORTAL));
      }),
      { numRuns: 200 },
    );
  });
});

describe('names', () => {
  test('of a namespace say its cluster, and two long ones never meet', () => {
    expect(jointName(['harbor-dev', 'refunds-dev'])).toBe('harbor-dev.refunds-dev');
    const names = [`${LONG.slice(1)}b`, `${LONG.slice(1)}c`].map((name) => jointName(['harbor-dev', name]));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
  });

  test('that only their hyphens tell apart stay apart, shortened or not', () => {
    const label = fc
      .stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
      .filter((text) => text.length <= 63);
    fc.assert(
      fc.property(label, label, label, label, (a, b, c, d) => {
        fc.pre(a !== c || b !== d);
        const [first, second] = [jointName([a, b]), jointName([c, d])];
        expect(first).not.toBe(second);
        expect(Math.max(first.length, second.length)).toBeLessThanOrEqual(63);
      }),
    );
    expect(jointName(['a-b', 'c'])).not.toBe(jointName(['a', 'b-c']));
  });

  test('are the same again, and in lower case, since Backstage minds no case', () => {
    const parts = ['harbor-prod', LONG];
    expect(jointName(parts)).toBe(jointName(parts));
    expect(jointName(parts)).toBe(jointName(parts).toLowerCase());
  });

  test('of tags keep what Backstage takes of them', () => {
    expect(['Café Crème', 'C++', 'on premises', '🚢', '--', `${LONG}-b`].map(backstageTag)).toEqual([
      'cafe-creme',
      'c++',
      'on-premises',
      null,
      null,
      LONG,
    ]);
  });
});

describe('what is told', () => {
  test('who owns what, what depends on what, and where it is looked after', () => {
    const [component] = serviceEntities(someService(), PORTAL);
    expect(component).toMatchObject({
      metadata: {
        title: 'Checkout',
        tags: ['cards', 'c++'],
        labels: { 'berth.dev/tier': '1' },
        annotations: {
          'backstage.io/kubernetes-id': 'checkout',
          'backstage.io/view-url': 'https://berth.example/services/checkout',
        },
      },
      spec: {
        owner: 'group:default/payments',
        lifecycle: 'production',
        dependsOn: ['component:default/ledger'],
      },
    });
    expect(referencesOf(resourceEntity(somePlace(), PORTAL)).sort()).toEqual([
      'component:default/checkout',
      'group:default/payments',
    ]);
  });

  test('an API only where a link leads to its definition, under any of its names', () => {
    expect(one(serviceEntities(someService(), PORTAL), 'API')).toBeUndefined();
    const links = linksOf({ swagger: 'https://api.example/v1.json' });
    const entities = serviceEntities(someService({ links }), PORTAL);
    expect(one(entities, 'API')?.spec['definition']).toContain('https://api.example/v1.json');
    expect(one(entities, 'Component')?.spec['providesApis']).toEqual(['api:default/checkout']);
  });

  test('where the source is, ended by a slash as Backstage wants it', () => {
    const annotations = (repository: string) =>
      one(serviceEntities(someService({ links: linksOf({ repository }) }), PORTAL), 'Component')?.metadata
        .annotations ?? {};
    expect(annotations('https://github.com/harbor/checkout.git')).toMatchObject({
      'backstage.io/source-location': 'url:https://github.com/harbor/checkout.git/',
      'github.com/project-slug': 'harbor/checkout',
    });
    expect(annotations('https://git.example/checkout/')).not.toHaveProperty(['github.com/project-slug']);
  });

  test('hosts as links, wildcards not, and no link that is no web address', () => {
    const hosts = [
      { host: 'shop.example.com', path: '/cart' },
      { host: '*.shop.example.com', path: '' },
    ];
    const links = linksOf({ evil: 'javascript:alert(1)', docs: 'https://docs.example' });
    expect(resourceEntity(somePlace({ hosts, links }), PORTAL).metadata.links?.map(({ url }) => url)).toEqual(
      ['https://docs.example', 'https://shop.example.com/cart'],
    );
  });

  test('a team that is archived says so, and nobody is named who is in one', () => {
    const group = groupEntity(someTeam({ archived: true }), PORTAL);
    expect(group.metadata.tags).toEqual(['archived']);
    expect(group.spec).not.toHaveProperty('members');
  });
});
