/** One first visit of a page in a fresh browser: what comes over the wire until nothing more comes, and how it felt. */
import type { Browser, BrowserContext } from '@playwright/test';

/** Sizes in bytes as transferred (compressed, with headers); times in ms. */
export type PageLoad = {
  script: number;
  style: number;
  requests: number;
  /** Largest contentful paint since the navigation began. */
  lcp: number;
  /** Sum of all layout shifts without input. */
  cls: number;
  /** Time beyond 50 ms of each long task. */
  tbt: number;
};

/** A page is idle when no request has begun or ended for this long, ms. */
const QUIET_MS = 1_000;

/** Visits `url` with an empty cache. `prepare` signs in. Throws when the page doesn't answer with 200. */
export async function visit(
  browser: Browser,
  url: string,
  prepare: (context: BrowserContext) => Promise<void>,
): Promise<PageLoad> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    await prepare(context);
    await context.addInitScript(observe);
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    const types = new Map<string, string>();
    const bytes: Record<string, number> = {};
    let requests = 0;
    let stir: () => void = () => undefined;
    const quiet = new Promise<void>((resolve) => {
      let timer = setTimeout(resolve, QUIET_MS);
      stir = () => {
        clearTimeout(timer);
        timer = setTimeout(resolve, QUIET_MS);
      };
    });
    wire.on('Network.requestWillBeSent', ({ requestId, type }) => {
      requests += 1;
      if (type !== undefined) types.set(requestId, type);
      stir();
    });
    wire.on('Network.responseReceived', ({ requestId, type }) => {
      types.set(requestId, type);
      stir();
    });
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const type = types.get(requestId) ?? 'Other';
      bytes[type] = (bytes[type] ?? 0) + encodedDataLength;
      stir();
    });
    const response = await page.goto(url, { waitUntil: 'load' });
    if (response?.status() !== 200) throw new Error(`${url} answered ${String(response?.status())}`);
    await quiet;
    const felt = await page.evaluate(
      () => (window as unknown as { felt: Pick<PageLoad, 'lcp' | 'cls' | 'tbt'> }).felt,
    );
    return { script: bytes['Script'] ?? 0, style: bytes['Stylesheet'] ?? 0, requests, ...felt };
  } finally {
    await context.close();
  }
}

/** Runs in the page before its own scripts. */
function observe(): void {
  const felt = { lcp: 0, cls: 0, tbt: 0 };
  Object.assign(window, { felt });
  const watch = (type: string, see: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => {
    felt.lcp = Math.max(felt.lcp, entry.startTime);
  });
  watch('layout-shift', (entry) => {
    const { hadRecentInput, value } = entry as PerformanceEntry & { hadRecentInput: boolean; value: number };
    if (!hadRecentInput) felt.cls += value;
  });
  watch('longtask', (entry) => {
    felt.tbt += Math.max(0, entry.duration - 50);
  });
}
