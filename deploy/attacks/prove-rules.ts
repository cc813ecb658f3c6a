// The command around prover.ts.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { POLICY_NAMES } from '../../lib/domain/bundle/index.ts';
import { ATTEMPTS, PASSAGES, givenOf } from './attempts/index.ts';
import { unprovableHere } from './exemptions.ts';
import { startLab } from './lab.ts';
import { prove, type Proof } from './prover.ts';

const HELP = `Takes each validation, each resource rule and each exemption out of the guardrail bundle, one at a time, on a control plane of
its own, and tells which of them no attempt of the attack suite would miss.

usage: node deploy/attacks/prove-rules.ts [--only POLICY]... [--json FILE]

  --only POLICY   only this policy; may be given several times
  --json FILE     writes what was found to FILE as well
  --help          this text

Exit status: 0 when every rule is missed by somebody, 1 when one isn't or the suite doesn't hold with the whole bundle, 2 for a wrong call.
`;

async function main(): Promise<number> {
  let values: { only?: string[] | undefined; json?: string | undefined; help?: boolean | undefined };
  try {
    ({ values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = values.only?.find((name) => !(POLICY_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no policy "${unknown}". Policies: ${POLICY_NAMES.join(', ')}\n`);
    return 2;
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say('starting a control plane');
  const lab = await startLab(givenOf([...ATTEMPTS, ...PASSAGES]));
  try {
    const proof = await prove(
      lab,
      { attempts: ATTEMPTS, passages: PASSAGES },
      { ...(values.only === undefined ? {} : { only: values.only }), unprovable: unprovableHere, say },
    );
    if (values.json !== undefined) fs.writeFileSync(values.json, `${JSON.stringify(proof, null, 2)}\n`);
    return report(proof);
  } finally {
    await lab.stop();
  }
}

function report({ findings, unprovable, broken, seconds }: Proof): number {
  const survivors = findings.filter(({ shownBy }) => shownBy === null);
  const lines = [
    ...broken.map((line) => `doesn't hold with the whole bundle: ${line}`),
    ...unprovable.map(({ policy, what, why }) => `can't be shown: ${policy}: ${what}: ${why}`),
    ...survivors.map(({ policy, what }) => `SURVIVES: ${policy}: ${what}`),
    `${String(findings.length)} removals in ${seconds.toFixed(0)} s, ${String(survivors.length)} that nobody missed, ` +
      `${String(broken.length)} broken, ${String(unprovable.length)} that can't be shown`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return survivors.length + broken.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
