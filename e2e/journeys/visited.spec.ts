import { expect, test } from '@playwright/test';
import { appRoutes, routeOf, visitedPaths } from '../fixtures/routes.ts';

// In a project of its own that runs when all journeys are done: they note each page that they looked at.
test('every page of the portal was looked at by a journey', async () => {
  const routes = await appRoutes();
  const visited = (await visitedPaths()).map((path) => routeOf(path, routes));
  expect(visited.length).toBeGreaterThan(0);
  expect(routes.filter((route) => !visited.includes(route))).toEqual([]);
});

test('a route that was added and that nobody visits is found', () => {
  const routes = ['/', '/teams', '/teams/[slug]', '/teams/new'];
  expect(routeOf('/teams/payments', routes)).toBe('/teams/[slug]');
  expect(routeOf('/teams/new', routes)).toBe('/teams/new');
  expect(routeOf('/', routes)).toBe('/');
  expect(routeOf('/design', routes)).toBeUndefined();
});
