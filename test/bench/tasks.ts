import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEntry } from '#shared/ports.ts';
import { hasEnded, type Task } from '#shared/task/task.ts';
import type { Measured } from './with-playground.ts';

interface Asked {
  readonly task: Task;
  readonly log: readonly LogEntry[];
  /** From typing until the pull request, or another end, was posted to the thread. */
  readonly tookMs: number;
}

const PATIENCE_MS = 120_000;

/** Types the request as somebody in Slack, and waits for the end in its thread. */
export async function askAndWait({ slack, store }: Measured, text: string): Promise<Asked> {
  const ana = slack.person('U0ANA');
  const { channels } = await ana.workspace();
  const channel = channels.find(({ name }) => name === 'general')?.id ?? '';
  const known = new Set((await ana.messages(channel)).map(({ ts }) => ts));
  const startedAt = Date.now();
  await ana.slash('/agent', text, { channel });
  const card = await ana.waitForMessage(channel, ({ ts, bot_id }) => bot_id !== undefined && !known.has(ts));
  await ana.waitForReply(
    { channel, thread: card.ts },
    ({ text: said }) => /^(?:Ready|Draft)|<@U0ANA>/.test(said),
    PATIENCE_MS,
  );
  const tookMs = Date.now() - startedAt;
  for (;;) {
    const task = await store.ofThread(channel, card.ts);
    if (task && hasEnded(task)) return { task, log: await store.log(task.id), tookMs };
    await sleep(20);
  }
}

/** A repository whose every step but the first and the last takes a while, and the recording that mends it. */
export function slowRepository(seconds = 1.5) {
  const name = 'acme/slow';
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-slow-'));
  const origin = { folder: join(folder, 'repository') };
  mkdirSync(origin.folder);
  writeFileSync(join(origin.folder, 'value.txt'), 'wrong\n');
  writeFileSync(
    join(origin.folder, '.agent.yml'),
    `setup:\n  - sleep ${seconds}\nchecks:\n  - name: test\n    run: sleep ${seconds} && grep -q right value.txt\n`,
  );
  const cassette = join(folder, 'slow.json');
  const finish = {
    summary: 'Say right',
    why: 'It said wrong.',
    verify: 'Read it.',
    risk: 'None.',
    rollback: 'Revert.',
  };
  const calls = [
    { tool: 'bash', input: { command: `sleep ${seconds}` } },
    { tool: 'write', input: { path: 'value.txt', text: 'right\n' } },
    { tool: 'finish', input: finish },
  ];
  writeFileSync(
    cassette,
    JSON.stringify({ repository: name, request: '/./', turns: calls.map((call) => ({ calls: [call] })) }),
  );
  return {
    name,
    repositories: [{ name, origin, sample: true }],
    cassettes: [cassette],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
