import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './rate-limit.ts';

test('a burst goes out at once, and what follows waits its turn', () => {
  const bucket = new TokenBucket(10, 3, () => 0);
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
  expect(bucket.take()).toBeCloseTo(100);
  expect(bucket.take()).toBeCloseTo(200);
});

test('in no stretch of time more calls go out than burst plus rate allow', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 100 }),
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 }),
      (qps, burst, gaps) => {
        let now = 0;
        const bucket = new TokenBucket(qps, burst, () => now);
        const out = gaps.map((gap) => {
          now += gap;
          return now + bucket.take();
        });
        for (let first = 0; first < out.length; first += 1) {
          for (let last = first; last < out.length; last += 1) {
            const seconds = ((out[last] ?? 0) - (out[first] ?? 0)) / 1000;
            expect(last - first + 1).toBeLessThanOrEqual(burst + seconds * qps + 1.0001);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});
