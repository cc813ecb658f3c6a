/** `npm run shots`: pictures of every page in every state, light and dark, wide and narrow, on one contact sheet. */
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { findBrowser } from '../dev/test/browser.ts';
import { startFilledPortal } from './fixtures/filled-portal/index.ts';
import { thingPaths } from './fixtures/filled-portal/paths.ts';
import type { ThingPaths } from './fixtures/filled-portal/paths.ts';
import { fill, loseClusters } from './fixtures/filled-portal/rows.ts';
import { signIn } from './fixtures/sign-in.ts';
import { readStack } from './fixtures/stack.ts';
import { startStackProcess } from './fixtures/start-stack.ts';
import { Camera } from './shots/camera.ts';
import type { Enter } from './shots/camera.ts';
import {
  addBareThings,
  BARE_SCENES,
  DEMO_SCENES,
  downScenes,
  EMPTY_SCENES,
  longScenes,
  outageScenes,
  personOf,
  PROVIDER_SCENES,
} from './shots/scenes.ts';
import type { Scene } from './shots/scenes.ts';

const HELP = `Pictures every page of the portal in every state, in light and dark, on a desktop and on a phone.

usage: npm run shots -- [options]

  --stack FILE   the demo company's pages from a portal that runs (.berth/stack.json); without it one is started, and
                 stopped afterwards. Empty, long and broken states always come from a small portal of their own.
  --out FOLDER   where the pictures and their index.html go (default: test-results/shots)
  --only PAGE    only this page, by address or name: /namespaces, requests-number (repeatable)
  --state STATE  only this state: data, no-match, empty, long, cluster-down, database-away, ... (repeatable)
  --help         this text

Exit status: 0 when every picture was taken, 1 when one was not, 2 for a wrong call.
`;

type Options = { stack?: string; out: string; only?: string[]; state?: string[]; help?: boolean };

function readOptions(): Options | string {
  try {
    const { values } = parseArgs({
      options: {
        stack: { type: 'string' },
        out: { type: 'string', default: 'test-results/shots' },
        only: { type: 'string', multiple: true },
        state: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Pictures of the portal with the demo company. */
async function pictureDemo(camera: Camera, given: string | undefined): Promise<void> {
  if (!camera.wantsAny(DEMO_SCENES)) return;
  console.log(given === undefined ? 'Starting a portal with the demo company' : `The portal of ${given}`);
  const { file, stop } = given === undefined ? await startStackProcess() : { file: given, stop: undefined };
  try {
    const stack = await readStack(file).catch(() => {
      throw new Error(`No portal runs at ${file}. Start one with npm start, or leave --stack out.`);
    });
    const enter: Enter = async (context, { as }) => {
      if (as === null) return;
      const page = await context.newPage();
      await signIn(page, stack, `${as}@harbor.example`);
      await page.close();
    };
    await camera.take(stack.portalUrl, DEMO_SCENES, enter);
  } finally {
    await stop?.();
  }
}

/** Pictures of a portal that is filled as each state wants it; the states only go one way. */
async function pictureFilled(camera: Camera): Promise<void> {
  const nowhere: ThingPaths = {
    '/namespaces/[cluster]/[name]': '',
    '/requests/[number]': '',
    '/teams/[slug]': '',
    '/services/[slug]': '',
    '/clusters/[name]': '',
    '/zones/[suffix]': '',
    '/people/[id]': '',
  };
  const all: Scene[] = [
    ...EMPTY_SCENES,
    ...BARE_SCENES,
    ...longScenes(nowhere),
    ...downScenes(nowhere),
    ...PROVIDER_SCENES.map(({ scene }) => scene),
    ...outageScenes(nowhere),
  ];
  if (!camera.wantsAny(all)) return;
  console.log('Starting a portal without data');
  const portal = await startFilledPortal(console.log);
  const enter: Enter = async (context, scene) => {
    const person = personOf(scene);
    if (person !== null) await portal.enter(context, person);
  };
  try {
    await camera.take(portal.url, EMPTY_SCENES, enter);
    await addBareThings(portal.sql);
    await camera.take(portal.url, BARE_SCENES, enter);
    await fill(portal.sql, 0, 50);
    const paths = await thingPaths(portal.sql);
    await camera.take(portal.url, longScenes(paths), enter);
    for (const { sessions, scene } of PROVIDER_SCENES) {
      await camera.take(portal.url, [scene], async (context, entering) => {
        await enter(context, entering);
        // As old as if the provider had last answered then.
        if (sessions !== null)
          await portal.sql.query('UPDATE session SET refreshed_at = now() - $1::interval', [sessions]);
      });
    }
    await loseClusters(portal.sql);
    await camera.take(portal.url, downScenes(paths), enter);
    // Sessions are rows too: whoever is in when Postgres goes has entered before.
    const outage = outageScenes(paths);
    const cookie = camera.wantsAny(outage) ? await portal.cookie('ada') : '';
    await portal.losePostgres();
    await camera.take(portal.url, outage, async (context, { as }) => {
      const [name = '', value = ''] = cookie.split(/=(.*)/s);
      if (as !== null) await context.addCookies([{ name, value, url: portal.url }]);
    });
  } finally {
    await portal.stop();
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${HELP}`);
    return 2;
  }
  if (options.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const { only, state } = options;
  const wants = (scene: Scene): boolean =>
    (only === undefined || only.includes(scene.page) || only.includes(scene.path)) &&
    (state === undefined || state.includes(scene.state));
  const browser: Browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const camera = new Camera(browser, options.out, wants);
  try {
    await pictureDemo(camera, options.stack);
    await pictureFilled(camera);
  } finally {
    await browser.close();
  }
  if (camera.taken.length + camera.failed.length === 0) {
    process.stderr.write('No page in no state fits --only and --state.\n');
    return 2;
  }
  console.log(
    `${String(camera.taken.length)} pages and states, four pictures each: ${await camera.finish()}`,
  );
  if (camera.failed.length > 0) console.error(`Not taken: ${camera.failed.join('; ')}`);
  return camera.failed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
