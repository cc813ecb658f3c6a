/** `npm run bench -- NAME [--json FILE]`: runs one benchmark. */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { print, type Report } from './report.ts';

/** What the command line says, for a bench that takes it. */
interface Options {
  /** Names of sizes. */
  sizes?: readonly string[];
}

interface Bench {
  title: string;
  /** Sizes that it can be limited to. */
  sizes?: readonly string[];
  load: () => Promise<{ bench: (options: Options) => Promise<Report> }>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  provision: {
    title: 'approve -> Ready of namespaces, beside a raw loop of the same objects and kubectl apply',
    load: () => import('./provision.ts'),
  },
  rename: {
    title: 'a new slug of a team with 200 namespaces, until the last carries it',
    load: () => import('./rename.ts'),
  },
  bundle: {
    title: "the guardrail bundle's cost on tenants' writes, beside none, with up to 1,000 namespaces",
    load: () => import('./bundle.ts'),
  },
  web: {
    title: 'every page: size, paint, shift and server time, with 10,000 namespaces',
    load: () => import('./web.ts'),
  },
  catalog: {
    title: 'search of the catalog, beside the same SQL in pgbench and a sequential scan',
    sizes: ['10k', '100k', '1m'],
    load: () => import('./catalog.ts'),
  },
};

const HELP = `Measures Berth against its peers, in one run on this machine.

usage: npm run bench -- NAME [--json FILE] [--sizes SIZES]

${Object.entries(BENCHES)
  .map(([name, { title }]) => `  ${name.padEnd(12)}${title}`)
  .join('\n')}

  --json FILE     writes the figures to FILE as well
  --sizes SIZES   of catalog: only these, of 10k,100k,1m (namespaces); all unless told
  --help          this text

Exit status: 0 when every reach is reached, 1 when one is missed or the run failed, 2 for a wrong call.
`;

async function main(): Promise<number> {
  let values: { json?: string | undefined; sizes?: string | undefined; help?: boolean | undefined };
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({
      options: { json: { type: 'string' }, sizes: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    }));
  } catch (error) {
    return refuse((error as Error).message);
  }
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [name = '', ...more] = positionals;
  const found = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (found === undefined || more.length > 0) {
    return refuse(name === '' ? 'Name a benchmark.' : `There is no benchmark "${positionals.join(' ')}".`);
  }
  const sizes = values.sizes?.split(',');
  const unknown = sizes?.find((size) => found.sizes?.includes(size) !== true);
  if (unknown !== undefined) return refuse(`The benchmark ${name} has no size "${unknown}".`);
  const { bench } = await found.load();
  const report = await bench(sizes === undefined ? {} : { sizes });
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

function refuse(why: string): number {
  process.stderr.write(`${why}\n\n${HELP}`);
  return 2;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `The benchmark failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
