import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig as readLooking } from '#bot/config.ts';
import { TIMING } from '#bot/timing.ts';
import { temporaryFolder } from '../contracts/temporary-folder.ts';

const PEM = '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n';

/** Everything that has to be set, and a folder of its own for everything that is kept. */
function enough(about: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const policy = join(folder, 'policy.yml');
  writeFileSync(policy, 'repositories:\n  acme/shop:\n');
  return {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    GITHUB_APP_ID: '7',
    GITHUB_APP_PRIVATE_KEY: PEM.replaceAll('\n', '\\n'),
    BELLHOP_POLICY: policy,
    BELLHOP_DATA: join(folder, 'data'),
    ...about,
  };
}

const readConfig = (env: Readonly<Record<string, string | undefined>>) => readLooking(env, async () => []);

/** The problems a configuration is refused for, one a line. */
async function problemsOf(env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  try {
    await readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    expect(error).toMatchObject({ code: 'config_invalid', whose: 'service' });
    return error.message.split('\n  - ').slice(1);
  }
}

describe('a configuration', () => {
  test('that has all it needs is read, with defaults for the rest', async () => {
    const { key, policy, ...config } = await readConfig({ ...enough(), PATH: '/bin', SECRET: 'not for workers' });
    expect(config).toMatchObject({
      slack: { botToken: 'xoxb-1', appToken: 'xapp-1' },
      github: { appId: '7', privateKey: PEM },
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      model: 'scripted',
      timing: TIMING,
    });
    expect(Object.keys(policy.repositories)).toEqual(['acme/shop']);
    expect(key.length).toBe(32);
    expect(config.workerEnv).toEqual({ PATH: '/bin', BELLHOP_MODEL: 'scripted', BELLHOP_CASSETTES: '[]' });
  });

  test('that has nothing is refused with everything at once', async () => {
    expect(
      await problemsOf({ BELLHOP_DATA: join(temporaryFolder(), 'data'), BELLHOP_POLICY: '/nowhere/policy.yml' }),
    ).toEqual([
      'SLACK_BOT_TOKEN is not set: it is the Slack token that begins with xoxb-.',
      'SLACK_APP_TOKEN is not set: it is the Slack token that begins with xapp-.',
      'GITHUB_APP_ID is not set: it is the id of your GitHub App.',
      "GITHUB_APP_PRIVATE_KEY is not set: it is the App's private key, or set GITHUB_APP_PRIVATE_KEY_FILE.",
      'BELLHOP_POLICY names /nowhere/policy.yml, which cannot be read (ENOENT): correct the path or its rights.',
    ]);
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'xapp-1', 'does not begin with xoxb-'],
    ['SLACK_APP_TOKEN', ' ', 'is not set'],
    ['GITHUB_APP_PRIVATE_KEY', 'abc', 'is not in PEM form'],
    ['GITHUB_APP_PRIVATE_KEY_FILE', '/nowhere/key.pem', 'cannot be read (ENOENT)'],
    ['PORT', '0', 'it has to be a port from 1 to 65535'],
    ['PORT', '80.5', 'it has to be a port from 1 to 65535'],
    ['PORT', 'http', 'it has to be a port from 1 to 65535'],
    ['BELLHOP_URL', 'bellhop.example:8080', 'it has to be an address that begins with http:// or https://'],
    ['BELLHOP_MODEL', 'gemini', 'it has to be `scripted`, or the name of a model after `openai/`'],
    ['BELLHOP_REDIS_URL', 'localhost:6379', 'BELLHOP_REDIS_URL is no address of a Redis'],
    ['BELLHOP_MODEL', 'openai/qwen3', 'BELLHOP_MODEL_URL is no http address'],
    ['BELLHOP_CASSETTES', '/nowhere/a.json', 'which is not there'],
    ['BELLHOP_TIMING', '{', 'is not an object of milliseconds'],
    ['BELLHOP_TIMING', '[]', 'is not an object of milliseconds'],
    ['BELLHOP_TIMING', '{"leaseMs": 0}', 'is not an object of milliseconds'],
    ['BELLHOP_TIMING', '{"toString": 5}', 'is not an object of milliseconds'],
    ['BELLHOP_TIMING', '{"leaseSeconds": 5}', 'leaseMs, writerLeaseMs, sweepMs'],
  ])('with %s=%s is refused in one sentence', async (name, value, words) => {
    expect(await problemsOf(enough({ [name]: value }))).toEqual([expect.stringContaining(words)]);
  });

  test('with a broken policy names its file and field', async () => {
    const env = enough();
    writeFileSync(env.BELLHOP_POLICY, 'repositories:\n  shop: {}\nlimit: 3\n');
    const [problem, ...others] = await problemsOf(env);
    expect(others).toEqual([]);
    expect(problem).toMatch(/policy\.yml cannot be used: .*shop.* must be owner\/name; .*there is no field limit/);
  });

  test('may shorten what tests could not wait for', async () => {
    expect((await readConfig(enough({ BELLHOP_TIMING: '{"leaseMs": 5000}' }))).timing).toEqual({
      ...TIMING,
      leaseMs: 5_000,
    });
  });
});

describe('the key', () => {
  test('is made once, for its owner alone', async () => {
    const env = enough();
    const first = (await readConfig(env)).key;
    const file = join(env.BELLHOP_DATA, 'key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(env.BELLHOP_DATA).mode & 0o777).toBe(0o700);
    expect((await readConfig(env)).key).toEqual(first);
    expect(first.toString('hex')).not.toBe(readFileSync(file, 'utf8'));
    expect((await readConfig(enough())).key).not.toEqual(first);
  });

  test.each(['', 'abc', `${'a'.repeat(63)}`, `${'A'.repeat(64)}`])(
    'that is damaged is refused: %j',
    async (damaged) => {
      const env = enough();
      mkdirSync(env.BELLHOP_DATA);
      writeFileSync(join(env.BELLHOP_DATA, 'key'), damaged);
      expect(await problemsOf(env)).toEqual([expect.stringMatching(/The key in .*\/key is damaged/)]);
    },
  );

  test('is not made where nothing can be, and that is told in words', async () => {
    const file = join(temporaryFolder(), 'a file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    expect(await problemsOf(enough({ BELLHOP_DATA: join(file, 'data') }))).toEqual([
      expect.stringMatching(/BELLHOP_DATA names .* which cannot be used \(ENOTDIR\)/),
    ]);
  });

  test('is not made while anything else is wrong', async () => {
    const env = enough({ PORT: 'x' });
    await problemsOf(env);
    expect(existsSync(env.BELLHOP_DATA)).toBe(false);
  });
});
