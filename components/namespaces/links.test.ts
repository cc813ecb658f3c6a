import { expect, test } from 'vitest';
import { splitLinks } from './links.tsx';

test('each link answers one question: chat is no dashboard, and a runbook is a document', () => {
  const links = Object.fromEntries(
    ['documentation', 'runbook', 'repository', 'dashboards', 'logs', 'chat', 'support', 'incidents'].map(
      (key) => [key, `https://${key}.example`],
    ),
  );
  const { docs, boards, help } = splitLinks({ ...links, uptime: '' });
  const keys = (group: [string, string][]) => group.map(([key]) => key);
  expect(keys(docs)).toEqual(['documentation', 'runbook', 'repository']);
  expect(keys(boards)).toEqual(['dashboards', 'logs']);
  expect(keys(help)).toEqual(['chat', 'support', 'incidents']);
});
