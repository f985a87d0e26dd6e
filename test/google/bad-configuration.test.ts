import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { botProcess } from '#deploy/local/bot-process.ts';
import { freePort } from '#deploy/local/free-port.ts';
import { temporaryFolder } from '../contracts/temporary-folder.ts';
import { raiseCloud } from './cloud.ts';

const FORBIDDEN = 7;

/** What a bot that cannot start says, a problem each, and what is left of it when everything is told. */
async function complaintsOf(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { PATH = '', FIRESTORE_EMULATOR_HOST = '', PUBSUB_EMULATOR_HOST = '' } = process.env;
  const url = `http://127.0.0.1:${await freePort()}`;
  const around = { PATH, FIRESTORE_EMULATOR_HOST, PUBSUB_EMULATOR_HOST, METADATA_SERVER_DETECTION: 'none' };
  const logFile = join(temporaryFolder(), 'bot.log');
  const bot = botProcess({ env: { ...around, BELLHOP_URL: url, ...env }, url, logFile, onDeath: () => {} });
  onTestFinished(bot.stop);
  const said = await bot.start().then(
    () => 'it started',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  expect(said).toMatch(/^Bellhop cannot start:/);
  return said.split('\n').flatMap((line) => (line.startsWith('  - ') ? [line.slice(4)] : []));
}

test('whatever is wrong with a configuration is told at once, each with its fix', async () => {
  const cloud = await raiseCloud();
  onTestFinished(cloud.close);
  cloud.run.faults.refuses('getJob', { code: FORBIDDEN, words: 'The caller does not have permission' });
  const complaints = await complaintsOf({
    ...cloud.env,
    SLACK_BOT_TOKEN: 'xapp-1',
    SLACK_APP_TOKEN: 'xapp-1',
    GITHUB_APP_ID: '1',
    BELLHOP_POLICY: '/nowhere/policy.yml',
    BELLHOP_QUEUE: 'wrong',
    BELLHOP_SUBSCRIPTION: 'gone',
    BELLHOP_BUCKET: 'not-ours',
    BELLHOP_REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
  });
  const { project } = cloud;
  expect(complaints).toEqual(
    expect.arrayContaining([
      'SLACK_BOT_TOKEN does not begin with xoxb-: another kind of token was put there.',
      "GITHUB_APP_PRIVATE_KEY is not set: it is the App's private key, or set GITHUB_APP_PRIVATE_KEY_FILE.",
      'BELLHOP_POLICY names /nowhere/policy.yml, which cannot be read (ENOENT): correct the path or its rights.',
      expect.stringMatching(
        /^BELLHOP_QUEUE names the queue projects\/.*\/queues\/wrong, which does not exist: .*gcloud tasks/,
      ),
      expect.stringMatching(
        /^BELLHOP_JOB names the job .*which this bot's account may not use: .*roles\/run\.developer/,
      ),
      expect.stringMatching(`^BELLHOP_SUBSCRIPTION names .*${project}/subscriptions/gone, which does not exist`),
      expect.stringMatching(/^BELLHOP_BUCKET names the bucket not-ours, which does not exist: .*gcloud storage/),
      expect.stringMatching(/^BELLHOP_REDIS_URL names a Redis that does not answer \(.*ECONNREFUSED/),
    ]),
  );
  expect(complaints).toHaveLength(8);
});

test('settings that are missing, and services that say nothing, are told with the rest', async () => {
  const complaints = await complaintsOf({
    BELLHOP_STACK: 'google',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    GITHUB_APP_ID: '1',
    GITHUB_APP_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----',
    BELLHOP_POLICY: '/nowhere/policy.yml',
  });
  for (const setting of ['GOOGLE_CLOUD_PROJECT', 'BELLHOP_REGION', 'BELLHOP_KEY', 'BELLHOP_DISPATCHER'])
    expect(complaints).toContainEqual(expect.stringMatching(`^${setting} is not set: it is `));
  // What cannot be named cannot be asked for.
  expect(complaints.filter((complaint) => complaint.includes('names the queue'))).toEqual([]);
});
