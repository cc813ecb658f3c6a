import { expect, test } from 'vitest';
import { invalid, notFound, tooMany } from '../domain/errors.ts';
import { problemResponse, requestIdOf } from './problem.ts';

test('an expected error tells its fields; the request id is in the body and the headers', async () => {
  const response = problemResponse(invalid([{ field: 'name', message: 'Give it a name.' }]), 'req-12345');
  expect(response.status).toBe(422);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('x-request-id')).toBe('req-12345');
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  expect(await response.json()).toMatchObject({
    status: 422,
    requestId: 'req-12345',
    errors: [{ field: 'name', message: 'Give it a name.' }],
  });
});

test('a defect tells nothing of itself', async () => {
  const response = problemResponse(new Error('password=hunter2 at /srv/secret.ts'), 'req-12345');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toMatch(/hunter2|secret\.ts/);
});

test('a database that is gone is 503 with a time to come back, not a defect', async () => {
  const response = problemResponse(
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'P1001' }),
    'req-12345',
  );
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).not.toBeNull();
  expect(await response.json()).toMatchObject({
    detail: expect.stringMatching(/database can't be reached/) as string,
  });
});

test('a limit says when to come back, and what is not there reads like what may not be seen', async () => {
  expect(problemResponse(tooMany(7), 'req-12345').headers.get('retry-after')).toBe('7');
  expect(await problemResponse(notFound('request'), 'req-12345').json()).toMatchObject({ status: 404 });
});

test("a request id from outside is taken only where it can't forge a log line", () => {
  const withId = (id: string) =>
    requestIdOf(new Request('https://x.example', { headers: { 'x-request-id': id } }));
  expect(withId('abc-12345')).toBe('abc-12345');
  expect(withId('a b "c"')).not.toContain('"');
  expect(withId('short')).toMatch(/^[0-9a-f-]{36}$/);
});
