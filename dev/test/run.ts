/**
 * `npm test`: everything that must hold, in one run: format, lint, types, layers, dead code, unit, integration against
 * real servers, and journeys in a real browser against the production build. Goes on after a failure, so that one run
 * tells all, and ends with the line `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser } from './browser.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

type Counts = { passed: number; failed: number };
type Step = {
  name: string;
  command: string[];
  /** File of a JSON report to count tests from; a step without one counts as one check. */
  report?: string;
  env?: Record<string, string>;
  prepare?: () => Promise<Record<string, string>>;
};

function steps(reports: string): Step[] {
  const vitest = (project: string): Step => {
    const report = join(reports, `${project}.json`);
    const command = ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json'];
    return { name: project, command: [...command, `--outputFile.json=${report}`], report };
  };
  const journeys = join(reports, 'e2e.json');
  return [
    { name: 'format', command: ['npm', 'run', '--silent', 'format:check'] },
    { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
    { name: 'types', command: ['npm', 'run', '--silent', 'types'] },
    { name: 'layers', command: ['npm', 'run', '--silent', 'layers'] },
    { name: 'deadcode', command: ['npm', 'run', '--silent', 'deadcode'] },
    vitest('unit'),
    vitest('integration'),
    { name: 'build', command: ['next', 'build'], env: { NEXT_TELEMETRY_DISABLED: '1' } },
    {
      name: 'e2e',
      command: ['playwright', 'test', '--config', 'e2e/playwright.config.ts'],
      report: journeys,
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: journeys },
      prepare: async () => ({ BERTH_BROWSER: await findBrowser() }),
    },
  ];
}

async function runCommand(command: string[], env: Record<string, string>): Promise<number> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => {
        resolve(code ?? 1);
      });
    });
  } finally {
    process.off('SIGINT', forward).off('SIGTERM', forward);
  }
}

type VitestReport = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] };

async function countTests(report: string): Promise<Counts> {
  const data = JSON.parse(await readFile(report, 'utf8')) as VitestReport | PlaywrightReport;
  if ('stats' in data) {
    const { expected, unexpected, flaky } = data.stats;
    return { passed: expected, failed: unexpected + flaky + data.errors.length };
  }
  return { passed: data.numPassedTests, failed: data.numFailedTests };
}

async function runStep(step: Step): Promise<Counts> {
  console.log(`\n── ${step.name} ${'─'.repeat(Math.max(3, 70 - step.name.length))}`);
  const started = Date.now();
  let exit: number;
  try {
    const prepared = (await step.prepare?.()) ?? {};
    exit = await runCommand(step.command, { ...step.env, ...prepared });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    exit = 1;
  }
  const own: Counts = { passed: exit === 0 ? 1 : 0, failed: exit === 0 ? 0 : 1 };
  let counts = own;
  if (step.report !== undefined) {
    // A runner that failed without a failed test (a broken set-up, a file that doesn't load) still counts as a failure.
    const tests = await countTests(step.report).catch(() => ({ passed: 0, failed: 1 }));
    counts = exit !== 0 && tests.failed === 0 ? { ...tests, failed: 1 } : tests;
    if (counts.passed + counts.failed === 0) counts = { passed: 0, failed: 1 };
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `${counts.failed === 0 ? '✓' : '✗'} ${step.name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
  );
  return counts;
}

/** Runs the steps that `argv` asks for; returns the exit code. */
export async function runTests(argv: string[]): Promise<number> {
  const reports = await mkdtemp(join(tmpdir(), 'berth-reports-'));
  try {
    const all = steps(reports);
    const { values } = parseArgs({
      args: argv,
      options: { only: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      console.log(`Usage: npm test -- [--only STEP]...\nSteps: ${all.map((step) => step.name).join(', ')}`);
      return 0;
    }
    const wanted = values.only;
    const unknown = wanted?.find((name) => !all.some((step) => step.name === name));
    if (unknown !== undefined) {
      console.error(`There is no step "${unknown}". Steps: ${all.map((step) => step.name).join(', ')}`);
      return 2;
    }
    const results: { name: string; counts: Counts }[] = [];
    for (const step of all) {
      if (wanted && !wanted.includes(step.name)) continue;
      results.push({ name: step.name, counts: await runStep(step) });
    }
    const passed = results.reduce((sum, { counts }) => sum + counts.passed, 0);
    const failed = results.reduce((sum, { counts }) => sum + counts.failed, 0);
    const broken = results.filter(({ counts }) => counts.failed > 0).map(({ name }) => name);
    if (broken.length > 0) console.log(`\nFailed steps: ${broken.join(', ')}`);
    console.log(`\n${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}
