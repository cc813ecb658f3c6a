import { describe, expect, test } from 'vitest';
import { accessOf, quotaOf } from './desired-fields.ts';
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
