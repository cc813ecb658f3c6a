/**
 * Every page of the portal over a database with a company of 10,000 namespaces, and one team whose every list is full: what a first
 * visit transfers and how it feels in Chromium, beside an empty page of the same Next; and what the server takes for it, with one
 * client and with twenty who think for a second between two pages.
 */
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { findBrowser } from '../dev/test/browser.ts';
import { startFilledPortal, type FilledPortal } from '../e2e/fixtures/filled-portal/index.ts';
import { pathOf, thingPaths } from '../e2e/fixtures/filled-portal/paths.ts';
import type { PersonName } from '../e2e/fixtures/filled-portal/rows.ts';
import { PAGES } from '../e2e/fixtures/pages.ts';
import { FULL, NAMESPACES, fillCompany } from './company.ts';
import { startEmptyNext } from './empty-next.ts';
import { visit, type PageLoad } from './page-load.ts';
import { machine, median, quantile, spread, type Report, type Row } from './report.ts';

/** First visits of each page. */
const VISITS = 3;
const CLIENTS = 20;
/** How often a client walks over all pages. */
const WALKS = { alone: 5, together: 3 };
const THOUGHT_MS = 1_000;

/** kB of JavaScript until idle; pages with an editor may have more. */
const MOST_SCRIPT = 170;
const MOST_SCRIPT_EDITOR = 230;
const EDITORS = ['/ask'];
/** For people who write Berth, and not served by a portal in use: it shows every part at once. */
const NOT_MEASURED = ['/design'];
/** Pages that only some may see. */
const ADMINISTRATORS = ['/approvals', '/audit', '/admin', '/orphans'];

type Page = { route: string; path: string; as: PersonName | null };

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs it on a portal of its own, which is thrown away. */
export async function bench(): Promise<Report> {
  const before = machine();
  say('building an empty page of the same Next');
  const empty = await startEmptyNext();
  let portal: FilledPortal | undefined;
  let browser: Browser | undefined;
  try {
    say(`filling a portal with a company of ${String(NAMESPACES)} namespaces`);
    portal = await startFilledPortal(say);
    await fillCompany(portal.sql, say);
    const things = await thingPaths(portal.sql);
    const pages = PAGES.filter(({ route }) => !NOT_MEASURED.includes(route)).map(({ route }): Page => ({
      route,
      path: pathOf(route, things),
      as:
        route === '/sign-in' ? null : ADMINISTRATORS.some((part) => route.startsWith(part)) ? 'ada' : 'tomas',
    }));
    browser = await chromium.launch({
      executablePath: await findBrowser(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    const loads = await measureVisits(browser, portal, empty.url, pages);
    say(`the server, one client: ${String(WALKS.alone)} walks`);
    const alone = await measureServer(portal, pages, 1, WALKS.alone);
    say(`the server, ${String(CLIENTS)} clients: ${String(WALKS.together)} walks each, after one to warm up`);
    await measureServer(portal, pages, CLIENTS, 1);
    const together = await measureServer(portal, pages, CLIENTS, WALKS.together);
    return {
      name: 'web',
      date: new Date().toISOString(),
      machine: before,
      versions: versions(browser.version()),
      load: [
        `a company of ${String(NAMESPACES)} namespaces, 1,000 teams, 3,000 services and as many people, a request and an audit event for`,
        `each namespace; beside it a team with ${String(FULL)} of everything, whose pages are asked for;`,
        `${String(VISITS)} first visits of each page with an empty cache, until a second without a request; sizes as transferred;`,
        `server time to the last byte over loopback, 1 and ${String(CLIENTS)} clients, ${String(THOUGHT_MS / 1000)} s of thought between two pages; ${String(CLIENTS)} walk once before, to warm up each process and connection.`,
      ],
      rows: pages.flatMap(({ route }) => [
        ...visitRows(route, loads.get(route) ?? [], loads.get('') ?? []),
        ...serverRows(route, alone.get(route) ?? [], together.get(route) ?? []),
      ]),
    };
  } finally {
    await browser?.close();
    await portal?.stop();
    await empty.stop();
  }
}

/** First visits by route; those of the empty page under ''. Whoever comes first changes from round to round. */
async function measureVisits(
  browser: Browser,
  portal: FilledPortal,
  emptyUrl: string,
  pages: Page[],
): Promise<Map<string, PageLoad[]>> {
  const loads = new Map<string, PageLoad[]>(
    [...pages.map(({ route }) => route), ''].map((route) => [route, []]),
  );
  for (let round = -1; round < VISITS; round += 1) {
    say(round < 0 ? 'visits to warm up' : `visits, round ${String(round + 1)} of ${String(VISITS)}`);
    for (const { route, path, as } of round % 2 === 0 ? pages : pages.toReversed()) {
      const load = await visit(browser, `${portal.url}${path}`, async (context) => {
        if (as !== null) await portal.enter(context, as);
      });
      if (round >= 0) loads.get(route)?.push(load);
    }
    const load = await visit(browser, emptyUrl, () => Promise.resolve());
    if (round >= 0) loads.get('')?.push(load);
  }
  return loads;
}

/** Milliseconds to the last byte, by route: each client walks over all pages, beginning with another one. */
async function measureServer(
  portal: FilledPortal,
  pages: Page[],
  clients: number,
  walks: number,
): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(pages.map(({ route }) => [route, []]));
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const cookies = { ada: await portal.cookie('ada'), tomas: await portal.cookie('tomas'), dae: '' };
      // They don't come all at the same moment.
      await sleep((THOUGHT_MS * client) / clients);
      for (let step = 0; step < walks * pages.length; step += 1) {
        const page = pages[(step + client) % pages.length];
        if (!page) continue;
        const began = performance.now();
        const response = await fetch(`${portal.url}${page.path}`, {
          headers: page.as === null ? {} : { cookie: cookies[page.as] },
          redirect: 'manual',
        });
        await response.arrayBuffer();
        if (response.status !== 200) throw new Error(`${page.path} answered ${String(response.status)}`);
        times.get(page.route)?.push(performance.now() - began);
        await sleep(THOUGHT_MS);
      }
    }),
  );
  return times;
}

function visitRows(route: string, loads: PageLoad[], empties: PageLoad[]): Row[] {
  const most = EDITORS.includes(route) ? MOST_SCRIPT_EDITOR : MOST_SCRIPT;
  const row = (
    what: string,
    unit: string,
    of: (load: PageLoad) => number,
    most: number | null = null,
    peer = false,
  ): Row => {
    const samples = loads.map(of);
    const value = median(samples);
    const peers = peer ? empties.map(of) : [];
    const peerValue = peer ? median(peers) : null;
    return {
      metric: `${route}: ${what}`,
      unit,
      value,
      peer: peer ? 'empty Next page' : null,
      peerValue,
      ratio: peerValue === null || peerValue === 0 ? null : value / peerValue,
      reach: most === null ? null : `<= ${String(most)} ${unit}`.trim(),
      ok: most === null || value <= most,
      spread: spread(samples),
      peerSpread: peer ? spread(peers) : null,
    };
  };
  return [
    row('JavaScript', 'kB', ({ script }) => script / 1000, most, true),
    row('CSS', 'kB', ({ style }) => style / 1000),
    row('requests', '', ({ requests }) => requests, null, true),
    row('LCP', 'ms', ({ lcp }) => lcp, 2_500, true),
    row('CLS', '', ({ cls }) => cls, 0.01),
    row('TBT', 'ms', ({ tbt }) => tbt, null, true),
  ];
}

function serverRows(route: string, alone: number[], together: number[]): Row[] {
  const row = (what: string, samples: number[], q: number, most: number | null): Row => {
    const value = quantile(samples, q);
    return {
      metric: `${route}: server time, ${what}, p${String(q * 100)}`,
      unit: 'ms',
      value,
      peer: null,
      peerValue: null,
      ratio: null,
      reach: most === null ? null : `<= ${String(most)} ms`,
      ok: most === null || value <= most,
      spread: spread(samples),
      peerSpread: null,
    };
  };
  return [
    row('1 client', alone, 0.5, null),
    row('1 client', alone, 0.95, 200),
    row(`${String(CLIENTS)} clients`, together, 0.5, null),
    row(`${String(CLIENTS)} clients`, together, 0.95, 200),
  ];
}

function versions(browser: string): Record<string, string> {
  const require = createRequire(import.meta.url);
  const of = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
  return { node: process.version, next: of('next'), react: of('react'), chromium: browser };
}
