import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cassetteOf, FINISH, repositoryOf, runs, TINY, tiny, writes } from './repositories.ts';
import { raiseStage, type Stage } from './stage.ts';

type Calls = Parameters<typeof cassetteOf>[1];

/** What an agent does in each repository, and in its rounds of fixing. */
const AGENTS: Readonly<Record<string, readonly [Calls, (readonly Calls[])?]>> = {
  'acme/stubborn': [
    [writes('still wrong? no\n'), FINISH],
    [
      [writes('wrong again\n'), FINISH],
      [writes('and again\n'), FINISH],
      [writes('right\n'), FINISH],
    ],
  ],
  'acme/second-thought': [[writes('wrong still\n'), FINISH], [[writes('right\n'), FINISH]]],
  'acme/idle': [[runs('cat value.txt'), FINISH]],
  'acme/steered': [[runs('sleep 3'), runs('sleep 3'), writes('right\n'), FINISH]],
};

describe.concurrent('how an attempt can end', () => {
  let stage: Stage;

  beforeAll(async () => {
    const { repositories, cassettes } = tiny();
    stage = await raiseStage({
      repositories: [...repositories, ...Object.keys(AGENTS).map((name) => repositoryOf(name, TINY))],
      cassettes: [...cassettes, ...Object.entries(AGENTS).map(([name, played]) => cassetteOf(name, ...played))],
      policy: { limits: { running_per_person: 3, running: 3 } },
    });
  });
  afterAll(() => stage?.close());

  test('a red baseline is told, and is no failure', async () => {
    const card = await stage.ask('acme/tiny Mend it');
    expect(await stage.end(card)).toMatchObject({ status: 'succeeded', evidence: { verdict: 'green' } });
    expect((await stage.thread(card)).join('\n')).toMatch(/Before any change, 1 of 1 check did not pass/);
  });

  test('what the agent cannot fix becomes a draft that says so, after its bounded rounds of fixing', async () => {
    const card = await stage.ask('acme/stubborn Mend it');
    const task = await stage.end(card);
    expect(task).toMatchObject({ status: 'succeeded', evidence: { verdict: 'red' }, pullRequest: { draft: true } });
    expect(task.work.steps.find(({ step }) => step === 'implement')?.rounds).toBe(3);
    const [pullRequest] = stage.github.pullRequests('acme/stubborn');
    expect(pullRequest?.draft).toBe(true);
    expect(pullRequest?.body).toMatch(/draft/i);
  });

  test('a second round of fixing that helps makes it green', async () => {
    const card = await stage.ask('acme/second-thought Mend it');
    expect(await stage.end(card)).toMatchObject({
      status: 'succeeded',
      evidence: { verdict: 'green' },
      pullRequest: { draft: false },
    });
  });

  test('an agent that changes nothing has failed, in its own words', async () => {
    const card = await stage.ask('acme/idle Mend it');
    expect(await stage.end(card)).toMatchObject({
      status: 'failed',
      failure: { code: 'nothing_changed', whose: 'yours' },
    });
    expect(stage.github.pullRequests('acme/idle')).toEqual([]);
  });

  test('a reply steers the running agent, and is marked as heard', async () => {
    const card = await stage.ask('acme/steered Mend it');
    await stage.until(card, ({ work }) => work.steps.at(-1)?.step === 'implement', 'at work');
    const said = await stage.ana.reply({ channel: card.channel, thread: card.ts }, 'Please keep it short <!channel>');
    const task = await stage.end(card);
    const log = await stage.store.log(task.id);
    expect(log.map(({ event }) => event.fact.type)).toContain('note.heard');
    const heard = (await stage.ana.thread(card.channel, card.ts)).find(({ ts }) => ts === said.ts);
    expect(heard?.reactions?.map(({ name }) => name)).toEqual(['eyes']);
  });

  test('a task that failed or was refused can be tried again, by reply and by button', async () => {
    const card = await stage.ask('acme/tiny@later Mend it');
    expect((await stage.end(card)).status).toBe('rejected');
    await stage.ana.reply({ channel: card.channel, thread: card.ts }, 'retry');
    await stage.until(card, (task) => task.attempt === 2 && task.status === 'rejected', 'refused again');
    const again = await stage.ask('acme/tiny Mend it');
    expect((await stage.end(again)).status).toBe('succeeded');
    await stage.ana.reply({ channel: again.channel, thread: again.ts }, 'retry');
    await stage.ana.waitForEphemeral(({ text }) => /nothing to try again/i.test(text));
  });
});
