/** What is pictured: each page in each state that a person can meet it in. */
import { expect } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import type pg from 'pg';
import { fillAsk } from '../fixtures/ask.ts';
import { pathOf } from '../fixtures/filled-portal/paths.ts';
import type { ThingPaths } from '../fixtures/filled-portal/paths.ts';
import { PAGES } from '../fixtures/pages.ts';
import type { PersonName } from '../fixtures/filled-portal/rows.ts';

/** One page in one state. */
export type Scene = {
  /** `namespaces-cluster-name` */
  page: string;
  state: string;
  path: string;
  /** Part of an e-mail address before the @; null: nobody is signed in. */
  as: string | null;
  /** What is done on the page before the picture. */
  act?: (page: Page, context: BrowserContext) => Promise<void>;
};

const slug = (route: string): string =>
  route === '/' ? 'home' : route.slice(1).replaceAll(/[[\]]/g, '').replaceAll('/', '-');

const first = (email: string | null): string | null => email?.split('@')[0] ?? null;

const scene = (route: string, state: string, as: string | null, path = route, act?: Scene['act']): Scene => ({
  page: slug(route),
  state,
  path,
  as,
  ...(act === undefined ? {} : { act }),
});

const NAMESPACE = '/namespaces/harbor-dev/refunds-dev';

/** On a portal with the demo company: with data, with filters that nothing fits, refused, hidden, and cut off. */
export const DEMO_SCENES: Scene[] = [
  ...PAGES.map(({ route, path, as }) => scene(route, 'data', first(as), path)),
  ...['connect', 'hosts', 'network', 'yaml', 'history'].map((tab) =>
    scene('/namespaces/[cluster]/[name]', `data-${tab}`, 'tomas', `${NAMESPACE}?tab=${tab}`),
  ),
  scene('/namespaces/[cluster]/[name]', 'data-stranger', 'dae', NAMESPACE),
  ...[
    '/namespaces?q=nothing-fits',
    '/teams?q=nothing-fits',
    '/services?q=nothing-fits',
    '/requests?state=lapsed',
    '/hosts?q=nothing-fits',
    '/zones?q=nothing-fits',
    '/catalog?q=team%3Apayments%20state%3ADeleting',
  ].map((path) => scene(path.split('?')[0] ?? path, 'no-match', 'tomas', path)),
  scene('/catalog', 'data-filters', 'tomas', '/catalog?q=env%3Aproduction%20tier%3A1,2%20-has%3Ahosts'),
  scene('/catalog', 'data-host', 'dae', '/catalog?q=cards.pay.harbor.example'),
  scene('/catalog', 'not-understood', 'tomas', '/catalog?q=env%3Aprdo%20pricnig'),
  scene('/catalog', 'palette', 'dae', '/requests', async (page) => {
    const search = page.getByRole('combobox', { name: 'Search and jump' });
    // Nobody hears a key that is pressed before the page's scripts are there.
    await expect(async () => {
      await page.keyboard.press('Control+k');
      await expect(search).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
    await search.fill('cards.pay.harbor.example');
    await expect(page.getByRole('option', { name: /^Runbook of cards/ }).first()).toBeVisible();
  }),
  // The last events are sign-ins, of those who came to be pictured.
  scene('/audit', 'data-found', 'ines', '/audit?q=namespace'),
  scene('/audit', 'no-match', 'ines', '/audit?q=nothing-fits'),
  scene('/ask', 'field-errors', 'tomas', '/ask', async (page) => {
    await fillAsk(page, { environment: 'development', cluster: 'harbor-dev', name: 'Not a Name!' });
    await page.getByRole('main').getByRole('button', { name: /^Ask/ }).click();
    await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
    // What the live look says of it comes a moment later.
    await expect(page.getByText('One field needs a look:')).toBeVisible();
  }),
  scene('/ask', 'needs-approval', 'tomas', '/ask', async (page) => {
    await fillAsk(page, { environment: 'production', cluster: 'harbor-prod', name: 'refunds-spring' });
    await expect(page.getByText('Needs a yes from Platform').filter({ visible: true }).first()).toBeVisible();
  }),
  scene('/requests/[number]', 'data-waiting', 'noor', '/approvals', async (page) => {
    await page
      .getByRole('list', { name: 'Waiting requests' })
      .getByRole('heading')
      .first()
      .getByRole('link')
      .click();
    await page.waitForURL(/\/requests\/\d+/);
    await expect(page.getByRole('heading', { name: 'Who has a say' })).toBeVisible();
  }),
  scene('/requests/[number]', 'dialog', 'ada', '/approvals', async (page) => {
    await page.getByRole('button', { name: 'Approve', exact: true }).first().click();
    await expect(page.getByRole('dialog').first()).toBeVisible();
  }),
  scene('/namespaces', 'offline', 'tomas', '/namespaces', async (page, context) => {
    await context.setOffline(true);
    await expect(page.getByText(/interrupted|offline/i).first()).toBeVisible({ timeout: 30_000 });
  }),
  scene('/not-found', 'error', 'tomas', '/nothing/is/here'),
  scene('/requests/[number]', 'hidden', 'dae', '/requests/1'),
  scene('/admin/roles', 'forbidden', 'tomas'),
];

/** On a portal in which nothing is but its people. */
export const EMPTY_SCENES: Scene[] = [
  scene('/', 'empty-no-team', 'tomas'),
  ...[
    '/namespaces',
    '/requests',
    '/teams',
    '/services',
    '/clusters',
    '/hosts',
    '/zones',
    '/confirm',
    '/catalog',
    '/settings/tokens',
    '/ask',
  ].map((route) => scene(route, 'empty', 'tomas')),
  scene('/people/[id]', 'empty', 'tomas', '/people/me'),
  ...['/', '/approvals', '/orphans', '/audit', '/admin/roles'].map((route) => scene(route, 'empty', 'ada')),
];

/** One of each, just made, with nothing to it yet. */
export async function addBareThings(sql: pg.Pool): Promise<void> {
  await sql.query(`INSERT INTO cluster (name, display_name, api_server, environments)
    VALUES ('harbor-new', 'Harbor new', 'https://harbor-new.example:6443', ARRAY['development'])`);
  await sql.query(`INSERT INTO team (slug, name) VALUES ('pilots', 'Pilots')`);
  await sql.query(
    `INSERT INTO team_group (team_id, group_name, role) SELECT id, 'team-1-developers', 'member' FROM team`,
  );
  await sql.query(
    `INSERT INTO service (slug, name, team_id) SELECT 'pilotage', 'Pilotage', id FROM team WHERE slug = 'pilots'`,
  );
  await sql.query(`INSERT INTO zone (suffix) VALUES ('pilots.example')`);
}
export const BARE_SCENES: Scene[] = [
  scene('/', 'empty', 'tomas'),
  scene('/teams/[slug]', 'empty', 'tomas', '/teams/pilots'),
  scene('/teams/[slug]/network', 'empty', 'tomas', '/teams/pilots/network'),
  scene('/services/[slug]', 'empty', 'tomas', '/services/pilotage'),
  scene('/zones/[suffix]', 'empty', 'ada', '/zones/pilots.example'),
  scene('/clusters/[name]', 'empty', 'ada', '/clusters/harbor-new'),
];

/** On a portal with fifty of each, of which some have names as long as they may be. */
export function longScenes(paths: ThingPaths): Scene[] {
  return [
    ...Object.entries(paths).map(([route, path]) => scene(route, 'long', 'tomas', path)),
    ...[
      '/',
      '/namespaces',
      '/requests',
      '/teams',
      '/services',
      '/clusters',
      '/hosts',
      '/zones',
      '/catalog',
      '/settings/tokens',
      '/ask',
    ].map((route) => scene(route, 'long', 'tomas')),
    ...['/approvals', '/orphans', '/audit', '/admin/roles'].map((route) => scene(route, 'long', 'ada')),
  ];
}
/** The same when no cluster answers. */
export function downScenes(paths: ThingPaths): Scene[] {
  return [
    ...['/', '/clusters', '/ask'].map((route) => scene(route, 'cluster-down', 'tomas')),
    scene('/clusters/[name]', 'cluster-down', 'ada', paths['/clusters/[name]']),
    scene('/namespaces/[cluster]/[name]', 'cluster-down', 'tomas', paths['/namespaces/[cluster]/[name]']),
  ];
}

/** When the identity provider is away: at the door, and for those who are in. */
export const PROVIDER_SCENES: { sessions: string | null; scene: Scene }[] = [
  {
    sessions: null,
    scene: scene('/sign-in', 'provider-away', null, '/sign-in', async (page) => {
      await page.getByRole('button', { name: /^Sign in/ }).click();
      await page.waitForURL(/error=/);
    }),
  },
  { sessions: '20 minutes', scene: scene('/', 'provider-away', 'tomas') },
  { sessions: '2 hours', scene: scene('/sign-in', 'provider-silent', 'tomas', '/namespaces') },
];

/** Every page when Postgres is away. */
export function outageScenes(paths: ThingPaths): Scene[] {
  return PAGES.map(({ route, as }) =>
    scene(route, 'database-away', as === null ? null : 'ada', pathOf(route, paths)),
  );
}

/** Who a scene of a filled portal is seen as. */
export const personOf = ({ as }: Scene): PersonName | null => as as PersonName | null;
