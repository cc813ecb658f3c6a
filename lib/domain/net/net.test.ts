import { expect, test } from 'vitest';
import { cidrContains, cidrProblem, cidrStrictlyContains } from './index.ts';

test.each([
  '10.0.0.0/8',
  '0.0.0.0/0',
  '192.0.2.7/32',
  '::/0',
  '2001:db8::/32',
  'fe80::/10',
  '::1/128',
  '1:2:3:4:5:6:7:8/128',
])('%s is a block', (cidr) => {
  expect(cidrProblem(cidr)).toBeNull();
});

test.each([
  '10.0.0.0',
  '10.0.0/8',
  '010.0.0.0/8',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '256.0.0.0/8',
  'x/8',
  '1::2::3/64',
  ':::/0',
  '1:2:3:4:5:6:7:8:9/64',
  '',
  '10.0.0.0/8 ',
  '2001:DB8::/32',
])('%j is no block', (cidr) => {
  expect(cidrProblem(cidr)).toContain('is no address block');
});

test('a block with bits behind its length is refused, since readers disagree on it', () => {
  expect(cidrProblem('10.0.0.1/8')).toContain('first address');
  expect(cidrProblem('2001:db8::1/32')).toContain('first address');
});

test('containing is by bits, within one version', () => {
  expect(cidrStrictlyContains('0.0.0.0/0', '169.254.0.0/16')).toBe(true);
  expect(cidrStrictlyContains('169.254.0.0/16', '169.254.0.0/16')).toBe(false);
  expect(cidrContains('169.254.0.0/16', '169.254.0.0/16')).toBe(true);
  expect(cidrContains('10.0.0.0/8', '11.0.0.0/8')).toBe(false);
  expect(cidrContains('0.0.0.0/0', '::/0')).toBe(false);
  expect(cidrStrictlyContains('::/0', 'fe80::/10')).toBe(true);
});
