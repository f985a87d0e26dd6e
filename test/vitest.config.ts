import { defineConfig } from 'vitest/config';
import { findEmulators } from './google/emulator-files.ts';
import { LongestFirst } from './longest-first.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const ON_GOOGLE = ['test/contracts/google/**/*.test.ts', 'test/google/**/*.test.ts'];
/** What a person sees is the same, whatever it runs on. */
const ON_BOTH = 'test/scenarios/*.test.ts';

const shared = {
  root: ROOT,
  env: { METADATA_SERVER_DETECTION: 'none' },
  pool: 'forks' as const,
  // Files share a process, and what they import: nothing of ours keeps state in a module.
  isolate: false,
  testTimeout: 600_000,
  hookTimeout: 300_000,
};

const embedded = {
  test: { ...shared, name: 'embedded', include: ['test/**/*.test.ts'], exclude: ON_GOOGLE },
};

/** What runs on Google's services, against Google's emulators and servers of ours. */
const google = {
  test: {
    ...shared,
    name: 'google',
    include: [...ON_GOOGLE, ON_BOTH],
    env: { ...shared.env, BELLHOP_TEST_STACK: 'google' },
    globalSetup: 'test/google/set-up.ts',
    setupFiles: 'test/google/environment.ts',
  },
};

export default defineConfig({
  test: {
    root: ROOT,
    // Most tests wait for processes, sockets and disks: more of them than cores keep the cores busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: 'why' in findEmulators() ? [embedded] : [embedded, google],
  },
});
