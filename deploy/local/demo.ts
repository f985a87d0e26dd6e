import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { Shown } from '#shared/ports.ts';
import { TaskError } from '#shared/task/failure.ts';
import { hasEnded, type Task } from '#shared/task/task.ts';
import { readArguments, USAGE } from './arguments.ts';
import { type Playground, startPlayground } from './playground.ts';
import { proveFix, type Verdict } from './prove-fix.ts';
import { sampleRepositories } from './repositories.ts';
import { SAMPLES } from './samples/samples.ts';
import { connectPerson, type PersonClient } from './slack/client.ts';
import type { SeenMessage } from './slack/person/protocol.ts';
import { tellProblem } from './tell-problem.ts';
import { threadPrinter } from './thread-printer.ts';

const PERSON = 'U0ANA';
const PATIENCE_MS = 5 * 60_000;

type Sample = (typeof SAMPLES)[number];

/** `npm run demo`: somebody asks for a change, and the thread, the pull request and its proof are shown. */
async function main(): Promise<void> {
  const { json, help, sample, cassette, data } = readArguments(process.argv.slice(2));
  if (help) return void process.stdout.write(`${USAGE}\n`);
  const asked = sampleNamed(sample);
  const folder = data ? resolve(data) : mkdtempSync(join(tmpdir(), 'bellhop-demo-'));
  const playground = await startPlayground({
    data: folder,
    repositories: sampleRepositories(),
    cassettes: cassette.map((file) => resolve(file)),
  });
  try {
    const done = await ask(playground, asked, json);
    process.stdout.write(json ? `${JSON.stringify(done.report)}\n` : summary(done));
    process.exitCode = done.proof.passes ? 0 : 1;
  } finally {
    await playground.close();
    if (!data) rmSync(folder, { recursive: true, force: true });
  }
}

interface Done {
  readonly proof: Verdict;
  readonly report: {
    readonly status: Task['status'];
    readonly pullRequest: string | null;
    readonly seconds: number;
    readonly evidence: unknown;
    readonly messages: readonly { user: string; text: string }[];
  };
}

/** All of it over the local Slack's own protocol, as a person at another machine would. */
async function ask(playground: Playground, sample: Sample, quiet: boolean): Promise<Done> {
  const ana = await connectPerson(playground.slack.url, PERSON);
  try {
    const channel = await generalOf(ana);
    const startedAt = Date.now();
    const print = quiet ? undefined : threadPrinter(ana, (line) => process.stdout.write(`${line}\n`));
    const [suggestion] = sample.suggestions;
    const outcome = await ana.slash('/agent', `${sample.repository} ${suggestion.words}`, { channel });
    if (!outcome.ok)
      throw new TaskError('demo_failed', `Slack said: ${outcome.text}`, {
        whose: 'service',
        remedy: 'See the bot’s log.',
      });
    const card = await ana.waitForMessage(channel, ({ bot_id }) => bot_id !== undefined);
    const task = await ended(playground, card);
    const seconds = (Date.now() - startedAt) / 1000;
    print?.close();
    const proof = await proveFix(playground.github, task, suggestion.proof);
    const thread = await ana.thread(card.channel, card.ts);
    const evidence = 'evidence' in task ? task.evidence : null;
    return {
      proof,
      report: {
        status: task.status,
        pullRequest: task.pullRequest?.url ?? null,
        seconds,
        evidence,
        messages: thread.map(({ user, text }) => ({ user, text })),
      },
    };
  } finally {
    await ana.leave();
  }
}

/** The record says that it is over, and its last word was posted. */
async function ended({ botData }: Playground, card: SeenMessage): Promise<Task> {
  const database = openDatabase(join(botData, 'bellhop.sqlite'));
  const store = localTaskStore(database);
  const deadline = Date.now() + PATIENCE_MS;
  try {
    while (Date.now() < deadline) {
      const task = await store.ofThread(card.channel, card.ts);
      if (task && hasEnded(task) && hasLastWord(task, await store.shown(task.id))) return task;
      await sleep(50);
    }
  } finally {
    database.close();
  }
  throw new TaskError('demo_failed', 'The task did not end within five minutes.', {
    whose: 'service',
    remedy: 'See the log of the bot.',
  });
}

function hasLastWord({ attempt }: Task, shown: ReadonlyMap<string, Shown>): boolean {
  return ['end', 'refused'].some((kind) => shown.get(`reply:${attempt}:${kind}`)?.hash !== undefined);
}

async function generalOf(ana: PersonClient): Promise<string> {
  const { channels } = await ana.workspace();
  const general = channels.find(({ name }) => name === 'general') ?? channels[0];
  if (!general) throw new Error('a workspace has a channel');
  return general.id;
}

function sampleNamed(name: string | undefined): Sample {
  const found =
    name === undefined
      ? SAMPLES[0]
      : SAMPLES.find(({ repository }) => repository === name || repository.endsWith(`/${name}`));
  if (found) return found;
  throw new TaskError('no_such_sample', `There is no sample ${name}.`, {
    whose: 'yours',
    remedy: `The samples are ${SAMPLES.map(({ repository }) => repository).join(', ')}.`,
  });
}

function summary({ proof, report }: Done): string {
  const lines = [
    '',
    `status        ${report.status}`,
    `pull request  ${report.pullRequest ?? 'none'}`,
    `seconds       ${report.seconds.toFixed(1)}`,
    `messages      ${report.messages.length} in the thread`,
    `proof         ${proof.words}`,
  ];
  return `${lines.join('\n')}\n`;
}

main().catch(tellProblem);
