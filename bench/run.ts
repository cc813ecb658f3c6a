/** `npm run bench -- NAME [--json FILE]`: runs one benchmark. */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { print, type Report } from './report.ts';

const BENCHES: Readonly<
  Record<string, { title: string; load: () => Promise<{ bench: () => Promise<Report> }> }>
> = {
  provision: {
    title: 'approve -> Ready of namespaces, beside a raw loop of the same objects and kubectl apply',
    load: () => import('./provision.ts'),
  },
  bundle: {
    title: "the guardrail bundle's cost on tenants' writes, beside none, with up to 1,000 namespaces",
    load: () => import('./bundle.ts'),
  },
  web: {
    title: 'every page: size, paint, shift and server time, with 10,000 namespaces',
    load: () => import('./web.ts'),
  },
};

const HELP = `Measures Berth against its peers, in one run on this machine.

usage: npm run bench -- NAME [--json FILE]

${Object.entries(BENCHES)
  .map(([name, { title }]) => `  ${name.padEnd(12)}${title}`)
  .join('\n')}

  --json FILE   writes the figures to FILE as well
  --help        this text

Exit status: 0 when every reach is reached, 1 when one is missed or the run failed, 2 for a wrong call.
`;

async function main(): Promise<number> {
  let values: { json?: string | undefined; help?: boolean | undefined };
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({
      options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    }));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [name = '', ...more] = positionals;
  const found = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (found === undefined || more.length > 0) {
    process.stderr.write(
      `${name === '' ? 'Name a benchmark.' : `There is no benchmark "${positionals.join(' ')}".`}\n\n${HELP}`,
    );
    return 2;
  }
  const { bench } = await found.load();
  const report = await bench();
  process.stdout.write(print(report));
  if (values.json !== undefined) fs.writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  const missed = report.rows.filter(({ ok }) => !ok);
  process.stdout.write(
    missed.length === 0
      ? 'Every reach was reached.\n'
      : `Missed: ${missed.map(({ metric }) => metric).join('; ')}\n`,
  );
  return missed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `The benchmark failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
