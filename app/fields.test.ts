import { describe, expect, test } from 'vitest';
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
