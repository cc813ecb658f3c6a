import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LINK_PLACEHOLDERS, filledLinks, linkTemplateProblem, linkTemplatesSchema } from './templates.ts';

const values = {
  namespace: 'checkout-dev',
  cluster: 'harbor-dev',
  service: 'checkout',
  team: 'shop',
  environment: 'development',
};

describe('a link template', () => {
  test.each([
    ['http://grafana.example/{namespace}', /https/],
    ['https://grafana.example/{name}', /can’t name \{name\}/],
    ['https://grafana.example/{}', /can’t name \{\}/],
    ['https://grafana.example/{namespace', /brace/],
    ['https://{team}.example/d', /host/],
    ['https://ops@grafana.example/', /host/],
    ['https://user:{team}@grafana.example/', /host/],
    ['javascript:alert(1)', /https/],
    ['https://grafana.example/a b', /https/],
    ['https://grafana.example:99999/', /address/],
  ])('%s is refused', (url, problem) => {
    expect(linkTemplateProblem(url)).toMatch(problem);
  });

  test('fills in the places that it names', () => {
    const templates = [
      { name: 'dashboards', url: 'https://grafana.example/d/ns?var-ns={namespace}&var-env={environment}' },
      { name: 'logs', url: 'https://logs.example/{cluster}/{namespace}?team={team}#{service}' },
    ];
    expect(linkTemplatesSchema.parse(templates)).toEqual(templates);
    expect(filledLinks(templates, values)).toEqual({
      dashboards: 'https://grafana.example/d/ns?var-ns=checkout-dev&var-env=development',
      logs: 'https://logs.example/harbor-dev/checkout-dev?team=shop#checkout',
    });
  });

  test('names each link once, by a name that a link can have', () => {
    const one = { name: 'logs', url: 'https://logs.example/{namespace}' };
    expect(linkTemplatesSchema.safeParse([one, one]).success).toBe(false);
    expect(linkTemplatesSchema.safeParse([{ ...one, name: 'My logs' }]).success).toBe(false);
  });

  test('no value changes where it leads: host and path stay those of the template', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...LINK_PLACEHOLDERS), (value, key) => {
        const templates = [{ name: 'logs', url: `https://logs.example/a/{${key}}/b?q={${key}}` }];
        const filled = new URL(filledLinks(templates, { ...values, [key]: value })['logs'] ?? '');
        expect(filled.host).toBe('logs.example');
        expect(filled.searchParams.get('q')).toBe(value);
      }),
    );
  });
});
