import { defineConfig } from 'vitest/config';

const exclude = ['node_modules', '.next', '.berth', 'e2e', 'lib/db/generated'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.integration.test.ts'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude,
          environment: 'node',
          globalSetup: ['dev/test/integration-setup.ts'],
          // Two cores: two files at once, and room for an API server that is busy with the other one.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
