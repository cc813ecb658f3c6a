import { describe, expect, test } from 'vitest';
import { promiseSchema, withoutEmpty } from '../lib/domain/catalog/promise.ts';
import { fieldErrors } from '../lib/domain/desired-state/field-errors.ts';
import { newSlugOf, placeInForm, serviceOf } from './catalog-fields.ts';
import { accessOf, quotaOf } from './desired-fields.ts';
import { portsOf } from './network-fields.ts';
import { addressOf, one } from './search-params.ts';
import { signInProblem } from './sign-in/problems.ts';

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

describe('fields of a desired state', () => {
  test('access rows come in order, and a row without a name is left out', () => {
    const data = form({
      'access.0.kind': 'group',
      'access.0.name': 'payments',
      'access.0.role': 'developer',
      'access.1.kind': 'user',
      'access.1.name': ' ',
      'access.1.role': 'viewer',
      'access.2.kind': 'user',
      'access.2.name': ' mia@example.com ',
      'access.2.role': 'maintainer',
    });
    expect(accessOf(data)).toEqual([
      { kind: 'group', name: 'payments', role: 'developer' },
      { kind: 'user', name: 'mia@example.com', role: 'maintainer' },
    ]);
  });
  test('own figures that are left empty are not sent', () => {
    expect(quotaOf(form({ 'quota.requests.cpu': '2', 'quota.pods': '' }))).toEqual({ 'requests.cpu': '2' });
    expect(quotaOf(form({ name: 'x' }))).toBeUndefined();
  });
});

test('an address holds only what was chosen', () => {
  expect(addressOf('/namespaces', { q: 'a b', team: undefined, state: '' })).toBe('/namespaces?q=a+b');
  expect(addressOf('/namespaces', {})).toBe('/namespaces');
  expect(one(['first', 'second'])).toBe('first');
  expect(one('')).toBeUndefined();
});

test('every reason to stand at the sign-in page has words, and a strange one has too', () => {
  const reasons = ['signed-out', 'expired', 'disabled', 'provider-refused', 'provider-silent', 'no-subject'];
  reasons.push('no-email', 'email-unverified', 'email-taken', 'unavailable', 'OAuthCallback', 'made-up');
  for (const reason of reasons) expect(signInProblem(reason, 'Dex')?.text, reason).toBeTruthy();
  expect(signInProblem(undefined, 'Dex')).toBeNull();
});

describe('ports in one line', () => {
  test('are TCP unless said, apart by commas or blanks', () => {
    expect(portsOf(form({ ports: '8080, 53/udp 5432/TCP' }))).toEqual([
      { port: 8080, protocol: 'TCP' },
      { port: 53, protocol: 'UDP' },
      { port: 5432, protocol: 'TCP' },
    ]);
  });

  test.each(['http', '0', '65536', '80/quic', '-1'])('%s is no port, and the field says what is', (ports) => {
    expect(() => portsOf(form({ ports }))).toThrow(expect.objectContaining({ code: 'invalid' }));
  });
});

describe('a service as its form sends it', () => {
  /** A form in which nothing was filled in, as it stands: the promise’s fields with what they begin with. */
  const empty = {
    name: 'Ledger',
    lifecycle: 'production',
    'sla.support': '',
    'sla.support.from': '08:00',
    'sla.support.to': '18:00',
    'sla.support.zone': 'Europe/Berlin',
    'sla.maintenance.0.day': '',
    'sla.maintenance.0.from': '',
    'sla.maintenance.0.to': '',
    'sla.maintenance.0.zone': 'Europe/Berlin',
    'sla.maintenance.0.note': '',
  };
  const promise = (fields: Record<string, string>, days: string[] = []) => {
    const data = form({ ...empty, ...fields });
    for (const day of days) data.append('sla.support.days', day);
    return promiseSchema.safeParse(serviceOf(data).sla);
  };

  test('promises nothing where nothing was filled in, whatever the fields begin with', () => {
    expect(withoutEmpty(promise({}, ['mon', 'fri']).data ?? {})).toEqual({});
    expect(serviceOf(form(empty))).toMatchObject({ tier: null, tags: [], dependsOn: [], links: {} });
  });

  test('promises what was typed, in figures', () => {
    const typed = {
      'sla.availability': ' 99,9 % ',
      'sla.rto': '4 h',
      'sla.rpo': '15 min',
      'sla.response.1': '30 min',
      'sla.response.3': '',
      'sla.resolution.2': '1 d',
      'sla.note': ' Holidays are off. ',
    };
    expect(withoutEmpty(promise(typed).data ?? {})).toEqual({
      availability: 99.9,
      rto: 240,
      rpo: 15,
      response: { 1: 30 },
      resolution: { 2: 1_440 },
      note: 'Holidays are off.',
    });
  });

  test('days and hours count only where they were chosen', () => {
    expect(promise({ 'sla.support': 'always' }, ['mon']).data?.support).toBe('always');
    expect(promise({ 'sla.support': 'hours' }, ['fri', 'mon']).data?.support).toEqual({
      days: ['mon', 'fri'],
      from: '08:00',
      to: '18:00',
      zone: 'Europe/Berlin',
    });
  });

  test('a window counts once anything but its time zone was filled in', () => {
    const windows = {
      'sla.maintenance.0.day': 'sun',
      'sla.maintenance.0.from': '02:00',
      'sla.maintenance.0.to': '04:00',
      'sla.maintenance.1.day': '',
      'sla.maintenance.1.zone': 'UTC',
    };
    expect(promise(windows).data?.maintenance).toEqual([
      { day: 'sun', from: '02:00', to: '04:00', zone: 'Europe/Berlin' },
    ]);
  });

  test.each([
    [{ 'sla.support': 'hours' }, 'support.days', 'Choose at least one day'],
    [{ 'sla.response.1': 'soon' }, 'response.1', '30 min'],
    [{ 'sla.availability': '12' }, 'availability', '99.9'],
    [{ 'sla.maintenance.0.day': 'sun' }, 'maintenance.0.from', '08:00'],
    [{ 'sla.maintenance.0.note': 'Database' }, 'maintenance.0.day', 'Choose a day'],
  ])('%j is refused beside its field, with the remedy', (fields, field, remedy) => {
    const { error } = promise(fields);
    const problems = error ? fieldErrors(error) : [];
    expect(problems.find((problem) => problem.field === field)?.message).toContain(remedy);
  });

  test('a problem of a window stands at the row in which it was typed, behind an empty one too', () => {
    const typed = {
      'sla.maintenance.1.day': 'sun',
      'sla.maintenance.1.from': '2 o’clock',
      'sla.maintenance.1.to': '04:00',
      'sla.maintenance.1.zone': 'UTC',
    };
    const { error } = promise(typed);
    const place = (field: string) => placeInForm(form({ ...empty, ...typed }), field);
    const fields = error ? fieldErrors(error).map(({ field }) => place(`sla.${field}`)) : [];
    expect(fields).toEqual(['sla.maintenance.1.from']);
    expect(place('sla.rto')).toBe('sla.rto');
  });

  test('tags and needs stand apart by commas or blanks; links by their names, without the empty ones', () => {
    const data = form({
      ...empty,
      tier: '1',
      tags: 'payments, pci;  on-premises',
      dependsOn: 'card-gateway\nledger',
      'links.runbook': ' https://runbooks.example/ledger ',
      'links.chat': ' ',
    });
    expect(serviceOf(data)).toMatchObject({
      tier: 1,
      tags: ['payments', 'pci', 'on-premises'],
      dependsOn: ['card-gateway', 'ledger'],
      links: { runbook: 'https://runbooks.example/ledger' },
    });
  });
});

test('a short name is sent only where it is another', () => {
  expect(newSlugOf(form({ newSlug: ' kasse ' }), 'checkout')).toEqual({ newSlug: 'kasse' });
  expect(newSlugOf(form({ newSlug: 'checkout' }), 'checkout')).toEqual({});
  expect(newSlugOf(form({ newSlug: '' }), 'checkout')).toEqual({});
  expect(newSlugOf(form({}), 'checkout')).toEqual({});
});
