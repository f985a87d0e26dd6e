import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SAMPLES } from '#deploy/local/samples/samples.ts';
import { type LocalSlack, startSlack } from '#deploy/local/slack/server.ts';
import { type Figure, figure, percentile } from './measure.ts';
import { withPlayground } from './with-playground.ts';

const PER_SECOND = 50;
const SECONDS = 10;
/** Both sides are loaded in turns, so that a busy moment of the machine meets both. */
const TURNS = 5;

/** From typing to the ack, for a command that is durable by then, against a Bolt app that only acks. */
export async function ack(): Promise<readonly Figure[]> {
  const sample = SAMPLES[0];
  return withPlayground({ policy: { limits: { running: 1, queued_per_person: 100_000 } } }, async ({ slack }) => {
    const plain = await ackOnly();
    try {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) {
        theirs.push(...(await load(plain.slack, `turn ${turn}`)));
        ours.push(...(await load(slack, `${sample?.repository} turn ${turn}`)));
      }
      const ratio = percentile(ours, 0.5) / percentile(theirs, 0.5);
      return [
        figure('ack.p50', percentile(ours, 0.5), 'ms', { baseline: percentile(theirs, 0.5) }),
        figure('ack.p99', percentile(ours, 0.99), 'ms', { baseline: percentile(theirs, 0.99) }),
        figure('ack.ratio', ratio, 'ratio', { aim: 3 }),
      ];
    } finally {
      await plain.close();
    }
  });
}

/** Commands at a steady pace, whether or not earlier ones were answered; milliseconds to each ack. */
async function load(slack: LocalSlack, words: string): Promise<readonly number[]> {
  const ana = slack.person('U0ANA');
  const total = (PER_SECOND * SECONDS) / TURNS;
  const started = performance.now();
  const answers = Array.from({ length: total }, async (_, index) => {
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, started + (index * 1000) / PER_SECOND - performance.now())),
    );
    const sent = performance.now();
    const outcome = await ana.slash('/agent', `${words} request ${index}`, {});
    if (!outcome.ok) throw new Error(`not acknowledged: ${outcome.text}`);
    return performance.now() - sent;
  });
  return Promise.all(answers);
}

async function ackOnly(): Promise<{ slack: LocalSlack; close: () => Promise<void> }> {
  const slack = await startSlack();
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./ack-only.ts'))], {
    env: {
      ...process.env,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    slack,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await slack.close();
    },
  };
}
