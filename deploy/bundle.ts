// Prints the guardrail bundle as YAML, for a cluster administrator to read and apply.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { ZodError } from 'zod';
import { BUNDLE_VERSION, renderBundle, type BundleValues } from '../lib/domain/bundle/index.ts';
import { toYaml } from '../lib/domain/render/index.ts';
import { writeChart } from './chart.ts';

const HELP = `Prints Berth's guardrail bundle as YAML: what a cluster administrator installs once on each cluster.

  npm run --silent bundle > bundle.yaml                  read it, then: kubectl apply --server-side -f bundle.yaml
  npm run --silent bundle -- --values values.yaml
  npm run --silent bundle -- --chart berth-guardrails    the same as a Helm chart: helm install berth-guardrails ./berth-guardrails

  --values FILE   a cluster's own choices (YAML or JSON): see deploy/README.md
  --chart DIR     write a Helm chart into DIR instead of printing
  --version       the bundle's version
  --help          this text
`;

/** Runs the command; gives the exit code. */
function main(args: string[]): number {
  let options: {
    values?: string | undefined;
    chart?: string | undefined;
    version?: boolean | undefined;
    help?: boolean | undefined;
  };
  try {
    options = parseArgs({
      args,
      options: {
        values: { type: 'string' },
        chart: { type: 'string' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return fail(`${message(error)}\nSee --help.`, 2);
  }
  if (options.help === true) return print(HELP);
  if (options.version === true) return print(`${BUNDLE_VERSION}\n`);
  let values: BundleValues = {};
  if (options.values !== undefined) {
    try {
      values = (parse(readFileSync(options.values, 'utf8')) ?? {}) as BundleValues;
    } catch (error) {
      return fail(`${options.values} can't be read: ${message(error)}`, 1);
    }
  }
  try {
    if (options.chart !== undefined) {
      writeChart(options.chart, values);
      return print(`Chart berth-guardrails ${BUNDLE_VERSION} is in ${options.chart}.\n`);
    }
    const head = `# Berth's guardrail bundle, version ${BUNDLE_VERSION}. Apply with: kubectl apply --server-side -f FILE\n`;
    return print(head + toYaml(renderBundle(values)));
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const lines = error.issues.map(
      (issue) => `  ${issue.path.map(String).join('.') || 'values'}: ${issue.message}`,
    );
    return fail(`The values aren't valid:\n${lines.join('\n')}`, 1);
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function fail(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.exitCode = main(process.argv.slice(2));
