/** What every benchmark gives back, and how it is printed. */
import os from 'node:os';

/** One figure beside its peer's. */
export interface Row {
  metric: string;
  unit: string;
  value: number;
  /** What it is compared with; null when the figure stands alone. */
  peer: string | null;
  peerValue: number | null;
  /** value / peerValue; null when the figure stands alone. */
  ratio: number | null;
  /** What must be reached, in words; null when it is only told. */
  reach: string | null;
  ok: boolean;
  /** Quartiles of the samples, [25 %, 75 %], where there are some. */
  spread: [number, number] | null;
  peerSpread: [number, number] | null;
}

export interface Report {
  name: string;
  /** ISO 8601 UTC. */
  date: string;
  machine: { cpu: string; cores: number; memoryGiB: number; load: number };
  versions: Record<string, string>;
  /** The load in words. */
  load: string[];
  rows: Row[];
}

/** The q-quantile (0..1) of samples, by the nearest rank. NaN when there is none. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle one. */
export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Quartiles. */
export const spread = (samples: readonly number[]): [number, number] => [
  quantile(samples, 0.25),
  quantile(samples, 0.75),
];

/** The machine this runs on; `load` is the one-minute load average before the run. */
export function machine(): Report['machine'] {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    load: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
  };
}

const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

const range = (quartiles: [number, number] | null): string =>
  quartiles === null ? '' : ` (${figure(quartiles[0])}..${figure(quartiles[1])})`;

/** The report as lines for people. */
export function print(report: Report): string {
  const { cpu, cores, memoryGiB, load } = report.machine;
  const lines = [
    `${report.name}: ${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, load ${String(load)} before the run`,
    Object.entries(report.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    ...report.load,
    '',
  ];
  for (const row of report.rows) {
    const peer =
      row.peer === null || row.peerValue === null
        ? ''
        : `; ${row.peer}: ${figure(row.peerValue)} ${row.unit}${range(row.peerSpread)}, ratio ${figure(row.ratio ?? 0)}`;
    const verdict = row.reach === null ? '' : ` [reach ${row.reach}: ${row.ok ? 'reached' : 'MISSED'}]`;
    lines.push(`${row.metric}: ${figure(row.value)} ${row.unit}${range(row.spread)}${peer}${verdict}`);
  }
  return `${lines.join('\n')}\n`;
}
