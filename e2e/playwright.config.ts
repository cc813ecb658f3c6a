import { defineConfig } from '@playwright/test';

/** Chromium's switches for a closed network and for root: none of them changes what a page does. */
const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const browser = process.env['BERTH_BROWSER'];

export default defineConfig({
  testDir: './journeys',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  // One API server, one Postgres and two cores: two journeys at once are as many as tell the truth about timing.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ?? '../test-results/e2e.json' }],
  ],
  projects: [
    { name: 'journeys', testIgnore: /(failures|visited)\.spec\.ts/ },
    // Stops servers that the others need, so it runs when they are done.
    { name: 'failures', testMatch: /failures\.spec\.ts/, dependencies: ['journeys'] },
    // Asks what all the others have visited.
    { name: 'visited', testMatch: /visited\.spec\.ts/, dependencies: ['journeys', 'failures'] },
  ],
  use: {
    ignoreHTTPSErrors: true,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { args: BROWSER_ARGS, ...(browser === undefined ? {} : { executablePath: browser }) },
  },
});
