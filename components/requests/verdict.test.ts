import { describe, expect, test } from 'vitest';
import type { Finding } from '../../lib/domain/guardrails/types.ts';
import { groupFindings, partyNames, ruleTitle, verdictTitle } from './verdict.tsx';

const over = (message: string, rule = 'quota'): Finding => ({
  rule,
  outcome: 'needs-approval',
  party: { kind: 'platform' },
  field: 'size',
  message,
});

describe('findings of a verdict', () => {
  test('of one rule are said under one title, and a remedy they share is said once', () => {
    expect(
      groupFindings([
        over('Asks for 16 CPU; at most 4 CPU. The platform team can approve more.'),
        over('Asks for 150 pods; at most 50 pods. The platform team can approve more.'),
      ]),
    ).toEqual([
      {
        rule: 'quota',
        outcome: 'needs-approval',
        messages: ['Asks for 16 CPU; at most 4 CPU.', 'Asks for 150 pods; at most 50 pods.'],
        remedy: 'The platform team can approve more.',
      },
    ]);
  });
  test('with different remedies keep their words', () => {
    const [group] = groupFindings([over('One. Do this.'), over('Two. Do that.')]);
    expect(group).toMatchObject({ messages: ['One. Do this.', 'Two. Do that.'], remedy: null });
  });
  test('of different rules stay apart', () => {
    expect(groupFindings([over('One.'), over('Two.', 'environment')])).toHaveLength(2);
  });
  test('name each party once', () => {
    const team: Finding = { ...over('Three.'), party: { kind: 'team', team: 'search' } };
    expect(partyNames([over('One.'), over('Two.'), team])).toEqual(['Platform', 'search']);
  });
});

test('a verdict says in one line whose yes is needed', () => {
  expect(verdictTitle({ outcome: 'granted', findings: [] })).toBe('Granted at once');
  expect(verdictTitle({ outcome: 'needs-approval', findings: [over('One.')] })).toBe(
    'Needs a yes from Platform',
  );
  expect(verdictTitle({ outcome: 'refused', findings: [] })).toBe('Can’t be granted as it is');
});

test('a rule without a title of its own reads as words', () => {
  expect(ruleTitle('on-call-hours')).toBe('On call hours');
});
