import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sampleRepositories } from '#deploy/local/repositories.ts';
import { SAMPLES } from '#deploy/local/samples/samples.ts';
import { type LocalSlack, startSlack } from '#deploy/local/slack/server.ts';
import { type Figure, figure, percentile } from './measure.ts';
import { slowRepository } from './tasks.ts';
import { withPlayground } from './with-playground.ts';

const PER_SECOND = 50;
const SETTLING_MS = 6_000;
const SECONDS = 10;
/** A busy morning: nobody asks for more than a few. */
const PEOPLE = Array.from({ length: 100 }, (_, index) => ({ id: `U0P${index}`, name: `person ${index}` }));
/** Both sides are loaded in turns, so that a busy moment of the machine meets both. */
const TURNS = 5;

/** From typing to the ack, for a command that is durable by then, against a Bolt app that only acks. */
export async function ack(): Promise<readonly Figure[]> {
  const sample = SAMPLES[0];
  const slow = slowRepository(60);
  const limits = { running: 1, queued_per_person: 20 };
  const setting = {
    ...slow,
    repositories: [...slow.repositories, ...sampleRepositories()],
    policy: { limits },
    slack: { people: PEOPLE },
  };
  return withPlayground(setting, async ({ slack }) => {
    // The only slot is taken: what is measured is taking requests in, not the work on the first of them.
    await slack.person('U0P0').slash('/agent', `${slow.name} Mend it`);
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
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
      slow.remove();
    }
  });
}

/** Commands at a steady pace, whether or not earlier ones were answered; milliseconds to each ack. */
async function load(slack: LocalSlack, words: string): Promise<readonly number[]> {
  const total = (PER_SECOND * SECONDS) / TURNS;
  const started = performance.now();
  const answers = Array.from({ length: total }, async (_, index) => {
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, started + (index * 1000) / PER_SECOND - performance.now())),
    );
    const sent = performance.now();
    const person = slack.person(PEOPLE[index % PEOPLE.length]?.id ?? '');
    const outcome = await person.slash('/agent', `${words} request ${index}`, {});
    if (!outcome.ok) throw new Error(`not acknowledged: ${outcome.text}`);
    return performance.now() - sent;
  });
  return Promise.all(answers);
}

async function ackOnly(): Promise<{ slack: LocalSlack; close: () => Promise<void> }> {
  const slack = await startSlack({ people: PEOPLE });
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
