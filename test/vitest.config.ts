import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    env: { METADATA_SERVER_DETECTION: 'none' },
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
