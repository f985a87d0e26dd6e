import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import { type Policy, parsePolicy } from '#shared/task/policy.ts';
import { type GoogleSettings, googleSettings } from './google-settings.ts';
import { keyIn } from './key.ts';
import { model, modelEnv, priceProblems } from './model-settings.ts';
import { type Env, optional, portNumber, type Read, readText, token, wanted, webAddress } from './settings.ts';
import { TIMING, type Timing } from './timing.ts';

export interface Config {
  readonly slack: { readonly botToken: string; readonly appToken: string; readonly apiUrl?: string };
  readonly github: { readonly appId: string; readonly privateKey: string; readonly apiUrl?: string };
  readonly policy: Policy;
  readonly stack: Stack;
  /** What every right is derived from; 32 bytes. */
  readonly key: Buffer;
  readonly host: string;
  readonly port: number;
  /** How workers and people reach this bot. */
  readonly publicUrl: string;
  readonly model: string;
  /** Where instances share their rate budgets; in this process's memory when absent. */
  readonly redisUrl?: string;
  /** The whole environment of a worker, beside what the runner tells it of its job. */
  readonly workerEnv: Readonly<Record<string, string>>;
  readonly timing: Timing;
}

/** What tasks live and run on: this machine, everything durable in one folder; or a project of Google Cloud. */
type Stack = { readonly on: 'embedded'; readonly data: string } | ({ readonly on: 'google' } & GoogleSettings);

/** All but the key of a data folder, which is made only for a configuration that is right. */
export type Draft = Omit<Config, 'key'>;

/**
 * Reads the environment once. `look` tries what cannot be told from the words alone. Throws one TaskError that lists every
 * problem, each with its fix.
 */
export async function readConfig(env: Env, look: (draft: Draft) => Promise<readonly string[]>): Promise<Config> {
  const problems: string[] = [];
  const draft = read(env, problems);
  problems.push(...priceProblems(draft.model, draft.policy.prices), ...(await look(draft)));
  refuse(problems);
  const { stack } = draft;
  const key = stack.on === 'google' ? stack.key : keyIn(stack.data)(problems);
  refuse(problems);
  return { ...draft, key };
}

function read(env: Env, problems: string[]): Draft {
  const port = portNumber(env, 'PORT', 8080)(problems);
  return {
    slack: {
      botToken: token(env, 'SLACK_BOT_TOKEN', 'xoxb-')(problems),
      appToken: token(env, 'SLACK_APP_TOKEN', 'xapp-')(problems),
      ...optional('apiUrl', env.SLACK_API_URL),
    },
    github: {
      appId: wanted(env, 'GITHUB_APP_ID', 'the id of your GitHub App')(problems),
      privateKey: privateKey(env)(problems),
      ...optional('apiUrl', env.GITHUB_API_URL),
    },
    policy: policy(env)(problems),
    stack: stack(env)(problems),
    host: env.HOST ?? '127.0.0.1',
    port,
    publicUrl: webAddress(env, 'BELLHOP_URL', `http://127.0.0.1:${port}`)(problems),
    model: model(env)(problems),
    ...optional('redisUrl', redisAddress(env)(problems)),
    workerEnv: workerEnv(env, cassettes(env)(problems)),
    timing: timing(env)(problems),
  };
}

const stack =
  (env: Env): Read<Stack> =>
  (problems) => {
    const on = env.BELLHOP_STACK ?? 'embedded';
    if (on === 'google') return { on, ...googleSettings(env)(problems) };
    if (on !== 'embedded')
      problems.push(`BELLHOP_STACK is ${on}: it has to be \`embedded\`, which is this machine, or \`google\`.`);
    return { on: 'embedded', data: resolve(env.BELLHOP_DATA ?? '.bellhop') };
  };

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new TaskError(
    'config_invalid',
    `Bellhop cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    {
      whose: 'service',
      remedy: 'Correct these and start again; deploy/README.md explains each setting.',
    },
  );
}

const privateKey =
  (env: Env): Read<string> =>
  (problems) => {
    const file = env.GITHUB_APP_PRIVATE_KEY_FILE;
    const key = file
      ? (readText(file, 'GITHUB_APP_PRIVATE_KEY_FILE', problems) ?? '')
      : wanted(env, 'GITHUB_APP_PRIVATE_KEY', "the App's private key, or set GITHUB_APP_PRIVATE_KEY_FILE")(problems);
    const pem = key.replaceAll('\\n', '\n');
    if (pem !== '' && !pem.includes('PRIVATE KEY-----'))
      problems.push(
        'The private key of the GitHub App is not in PEM form: give the whole file that GitHub made for it.',
      );
    return pem;
  };

const NO_POLICY = 'repositories: {}';

const policy =
  (env: Env): Read<Policy> =>
  (problems) => {
    const file = env.BELLHOP_POLICY ?? 'policy.yml';
    const text = readText(file, 'BELLHOP_POLICY', problems) ?? NO_POLICY;
    try {
      return parsePolicy(text, file);
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      problems.push(error.message);
      return parsePolicy(NO_POLICY, file);
    }
  };

const redisAddress =
  (env: Env): Read<string | undefined> =>
  (problems) => {
    const url = env.BELLHOP_REDIS_URL;
    if (url && !/^rediss?:$/.test(URL.parse(url)?.protocol ?? ''))
      problems.push('BELLHOP_REDIS_URL is no address of a Redis: it has to look like redis://127.0.0.1:6379.');
    return url;
  };

const cassettes =
  (env: Env): Read<readonly string[]> =>
  (problems) => {
    const files = (env.BELLHOP_CASSETTES ?? '')
      .split(':')
      .filter((file) => file !== '')
      .map((file) => resolve(file));
    for (const file of files)
      if (!existsSync(file)) problems.push(`BELLHOP_CASSETTES names ${file}, which is not there.`);
    return files;
  };

/** What a worker and its clients of git and registries need of this machine; nothing that opens anything. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'TZ',
  'TMPDIR',
  'PYENV_VERSION',
  'NODE_COMPILE_CACHE',
  // The way out of a company's network, for git; what installs goes through the egress proxy.
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'PIP_CERT',
  'GIT_SSL_CAINFO',
  'npm_config_registry',
  'PIP_INDEX_URL',
];

function workerEnv(env: Env, cassetteFiles: readonly string[]): Readonly<Record<string, string>> {
  const passed = PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return {
    ...Object.fromEntries(passed),
    ...modelEnv(env),
    BELLHOP_CASSETTES: JSON.stringify(cassetteFiles),
  };
}

/** `BELLHOP_TIMING='{"leaseMs": 5000}'` shortens the waits where tests could not wait for them. */
const timing =
  (env: Env): Read<Timing> =>
  (problems) => {
    const given = parseObject(env.BELLHOP_TIMING ?? '{}');
    const isKnown = ([key, value]: [string, unknown]) =>
      Object.hasOwn(TIMING, key) && typeof value === 'number' && value > 0;
    if (!given || !Object.entries(given).every(isKnown))
      problems.push(`BELLHOP_TIMING is not an object of milliseconds for ${Object.keys(TIMING).join(', ')}.`);
    return { ...TIMING, ...given };
  };

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // The caller names the setting and what it has to look like.
    return undefined;
  }
}
