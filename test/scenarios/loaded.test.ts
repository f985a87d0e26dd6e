import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../contracts/temporary-folder.ts';
import { stackOfTests } from '../stacks/open.ts';
import { openStage } from './on-stage.ts';
import { tiny } from './repositories.ts';

const PRELOAD = fileURLToPath(import.meta.resolve('./processes/loaded.ts'));

/** What the other stack stands on. Rate budgets in memory are for whoever has no Redis. */
const FOREIGN = {
  embedded: /\/node_modules\/(?:@google-cloud|google-gax|google-auth-library|@grpc)\/|\/shared\/adapters\/google\//,
  google: /\/shared\/adapters\/local\/(?!pace\.ts)|^node:sqlite/,
};
const ITS_OWN = { embedded: /\/shared\/adapters\/local\/task-store/, google: /\/@google-cloud\/firestore\// };

test('a bot loads nothing of the stack that it does not stand on, and nothing of Redis without one', async () => {
  const file = join(temporaryFolder(), 'loaded');
  const stage = await openStage({ ...tiny(), env: { NODE_OPTIONS: `--import ${PRELOAD}`, LOADED_TO: file } });
  await stage.bot.stop();
  const loaded = readFileSync(file, 'utf8').split('\n');
  const stack = stackOfTests();
  expect(loaded.filter((url) => ITS_OWN[stack].test(url))).not.toEqual([]);
  expect(loaded.filter((url) => FOREIGN[stack].test(url))).toEqual([]);
  expect(loaded.filter((url) => url.includes('/node_modules/ioredis/'))).toEqual([]);
});
