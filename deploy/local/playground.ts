import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type BotProcess, botProcess } from './bot-process.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { freePort } from './free-port.ts';
import { type LocalGitHub, startGitHub } from './github/server.ts';
import { offersOf } from './offers.ts';
import type { PlaygroundRepository } from './repositories.ts';
import { SAMPLES } from './samples/samples.ts';
import { type LocalSlack, startSlack } from './slack/server.ts';

export interface PlaygroundOptions {
  /** Everything durable lies here; starting again on it goes on where it was. */
  readonly data: string;
  /** The first of three ports in a row: Slack, GitHub, bot. Free ones when absent. */
  readonly port?: number;
  readonly repositories: readonly PlaygroundRepository[];
  /** Cassettes beside the samples' own, and before them. */
  readonly cassettes?: readonly string[];
  /** Asked instead of playing cassettes. */
  readonly model?: { readonly name: string; readonly endpoint: string };
  /** Laid over the policy the playground writes. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** Laid over the bot's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly slack?: Parameters<typeof startSlack>[0];
  /** Told when the bot died by itself; it is started again either way. */
  readonly onBotDeath?: () => void;
}

/** The whole system on one machine, without an account anywhere. */
export interface Playground {
  readonly slack: LocalSlack;
  readonly github: LocalGitHub;
  readonly bot: BotProcess;
  /** The bot's own data folder. */
  readonly botData: string;
  /** One more bot beside the first, for stacks that several may share. */
  addBot(): Promise<BotProcess>;
  close(): Promise<void>;
}

export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { data, port } = options;
  const botData = join(data, 'bot');
  mkdirSync(botData, { recursive: true, mode: 0o700 });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.toReversed()) await end();
  };
  try {
    const github = await startGitHub({ ...at(port && port + 1), dataDir: join(data, 'github') });
    closers.push(() => github.close());
    for (const { name, origin } of options.repositories) await github.addRepository(name, origin);
    let bot: BotProcess | undefined;
    const offers = offersOf({
      repositories: options.repositories,
      githubUrl: github.url,
      scratch: join(botData, 'scratch'),
      path: process.env.PATH ?? '',
      bot: () => bot,
    });
    const dataFile = join(data, 'slack.sqlite');
    const slack = await startSlack({ ...at(port), dataFile, playground: offers, ...options.slack });
    closers.push(() => slack.close());
    const start = async (at?: number) => {
      const started = await startBot(options, { slack, github, botData, port: at ?? (await freePort()) });
      closers.push(started.stop);
      return started;
    };
    bot = await start(port && port + 2);
    return { slack, github, bot, botData, addBot: () => start(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const at = (port: number | undefined) => (port ? { port } : {});

interface Around {
  readonly slack: LocalSlack;
  readonly github: LocalGitHub;
  readonly botData: string;
  readonly port: number;
}

async function startBot(options: PlaygroundOptions, around: Around): Promise<BotProcess> {
  const { onBotDeath } = options;
  const bot = botProcess({
    env: botEnv(options, around),
    url: `http://127.0.0.1:${around.port}`,
    logFile: join(options.data, 'bot.log'),
    onDeath: () => {
      onBotDeath?.();
      // It is back before anybody has to notice; when it cannot start, its log and the next command say so.
      setTimeout(() => void bot.revive().catch(() => onBotDeath?.()), 500);
    },
  });
  await bot.start();
  return bot;
}

function botEnv(options: PlaygroundOptions, { slack, github, botData, port }: Around): Record<string, string> {
  const policy = join(options.data, 'policy.yml');
  writeFileSync(policy, stringify({ ...policyFor(options.repositories), ...options.policy }));
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...Object.fromEntries(inherited),
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    GITHUB_APP_ID: String(github.app.id),
    GITHUB_APP_PRIVATE_KEY: github.app.privateKey,
    GITHUB_API_URL: github.apiUrl,
    METADATA_SERVER_DETECTION: 'none',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    BELLHOP_DATA: botData,
    BELLHOP_POLICY: policy,
    BELLHOP_CASSETTES: [
      ...(options.cassettes ?? []),
      ...SAMPLES.flatMap(({ suggestions }) => suggestions.map(({ cassette }) => cassette)),
    ].join(':'),
    PORT: String(port),
    BELLHOP_URL: `http://127.0.0.1:${port}`,
    ...(options.model && { BELLHOP_MODEL: `openai/${options.model.name}`, BELLHOP_MODEL_URL: options.model.endpoint }),
    ...options.env,
  };
}

function policyFor(repositories: readonly PlaygroundRepository[]) {
  return {
    repositories: Object.fromEntries(repositories.map(({ name, sample }) => [name, { sample }])),
    roles: { member: ['*'], admin: ['U0CLEO'] },
  };
}
