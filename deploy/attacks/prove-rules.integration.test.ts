// Every rule of the bundle is needed: taken out by itself on a live control plane, somebody gets through or some work stops.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ATTEMPTS, PASSAGES, givenOf } from './attempts/index.ts';
import { unprovableHere } from './exemptions.ts';
import { startLab, type Lab } from './lab.ts';
import { prove } from './prover.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(givenOf([...ATTEMPTS, ...PASSAGES]));
}, 120_000);
afterAll(async () => {
  await lab.stop();
});

test('no validation, resource rule, condition or exemption can be taken out of the bundle unnoticed', async () => {
  const proof = await prove(lab, { attempts: ATTEMPTS, passages: PASSAGES }, { unprovable: unprovableHere });
  const unnoticed = proof.findings.filter(({ shownBy }) => shownBy === null);
  // As texts: a failure says which.
  expect(proof.broken.join('\n')).toBe('');
  expect(unnoticed.map(({ policy, what }) => `${policy}: ${what}`).join('\n')).toBe('');
  expect(proof.findings.length).toBeGreaterThan(200);
}, 600_000);
