import { expect, test } from 'vitest';
import { buttonsOf } from '#deploy/local/controls.ts';
import { STEPS, type StepName } from '#shared/task/step.ts';
import { openStage } from './on-stage.ts';
import { cassetteOf, FINISH, repositoryOf, runs, TINY, writes } from './repositories.ts';
import type { Stage } from './stage.ts';

/** One repository for each step, in which just that step takes long. */
function slowAt(step: StepName) {
  const name = `acme/slow-${step}`;
  const slow = (when: StepName) => (when === step ? 'sleep 20' : 'echo at once');
  const check = { baseline: 'grep -q right value.txt || sleep 20', verify: 'grep -q wrong value.txt || sleep 20' };
  const files = {
    ...TINY,
    'check.sh': `${step === 'baseline' || step === 'verify' ? check[step] : 'true'}\ngrep -q right value.txt\n`,
    '.agent.yml': `setup:\n  - ${slow('provision')}\nchecks:\n  - name: test\n    run: sh check.sh\n`,
  };
  return {
    repository: repositoryOf(name, files),
    cassette: cassetteOf(name, [runs(slow('implement')), writes('right\n'), FINISH]),
  };
}

async function slowStage(): Promise<Stage> {
  const all = STEPS.map(slowAt);
  const stage = await openStage({
    repositories: all.map(({ repository }) => repository),
    cassettes: all.map(({ cassette }) => cassette),
    policy: { limits: { running: 6, running_per_person: 6 } },
  });
  return stage;
}

test('a task can be stopped in every step: the card says who asked and how long it took, and no pull request comes', async () => {
  const stage = await slowStage();
  stage.github.faults.add('GET /repos/{owner}/{repo}/contents/{path}', { kind: 'late', afterMs: 3_000 }, 5);
  await stopIn(stage, 'hydrate', 'button');
  stage.github.faults.clear();
  await Promise.all(
    (['provision', 'baseline', 'implement', 'verify'] as const).map((step, index) =>
      stopIn(stage, step, index % 2 === 0 ? 'reply' : 'button'),
    ),
  );
  stage.github.faults.add('POST /{owner}/{repo}/git-receive-pack', { kind: 'late', afterMs: 2_000 }, 5);
  await stopIn(stage, 'finalize', 'reply');
});

async function stopIn(stage: Stage, step: StepName, how: 'button' | 'reply'): Promise<void> {
  const repository = `acme/slow-${step}`;
  const card = await stage.ask(`${repository} Mend it`);
  await stage.until(
    card,
    (task) => (task.status === 'running' && task.work.steps.at(-1)?.step === step) || task.status === 'finalizing',
    `in ${step}`,
  );
  if (how === 'reply') await stage.ana.reply({ channel: card.channel, thread: card.ts }, 'Cancel.');
  else await pressCancel(stage, card);
  const task = await stage.end(card);
  expect(task, step).toMatchObject({ status: 'cancelled', by: { id: 'U0ANA', name: 'ana' } });
  expect((await stage.thread(card)).join('\n')).toMatch(/Stopped in [\d.]+ (?:ms|s), asked by ana/);
  expect(stage.github.pullRequests(repository)).toEqual([]);
}

async function pressCancel(stage: Stage, { channel, ts }: { channel: string; ts: string }): Promise<void> {
  const card = (await stage.ana.messages(channel)).find((message) => message.ts === ts);
  const button = buttonsOf(card ?? {}).find(({ label }) => label === 'Cancel');
  expect(await stage.ana.clicks({ channel, ts }, button?.actionId ?? '', { confirm: true })).toEqual({ ok: true });
}

test('a task that waits is stopped at once, and one that has ended is told so', async () => {
  const { repository, cassette } = slowAt('implement');
  const stage = await openStage({
    repositories: [repository],
    cassettes: [cassette],
    policy: { limits: { running: 1 } },
  });
  const first = await stage.ask(`${repository.name} Mend it`);
  await stage.until(first, ({ status }) => status === 'running', 'running');
  const second = await stage.ask(`${repository.name} Mend it, too`);
  await stage.until(second, (task) => task.status === 'queued' && task.admission !== undefined, 'waiting');
  await stage.ana.reply({ channel: second.channel, thread: second.ts }, 'stop');
  expect((await stage.end(second)).status).toBe('cancelled');
  await stage.ana.reply({ channel: first.channel, thread: first.ts }, 'cancel');
  expect((await stage.end(first)).status).toBe('cancelled');
  await stage.ana.reply({ channel: second.channel, thread: second.ts }, 'use tabs instead');
  await stage.ana.waitForEphemeral(({ text }) => /your note reaches nobody/.test(text));
});

test('only the requester and admins may stop a task; others are told who can', async () => {
  const { repository, cassette } = slowAt('implement');
  const stage = await openStage({ repositories: [repository], cassettes: [cassette] });
  const card = await stage.ask(`${repository.name} Mend it`);
  await stage.until(card, ({ status }) => status === 'running', 'running');
  await stage.ben.reply({ channel: card.channel, thread: card.ts }, 'cancel');
  await stage.ben.waitForEphemeral(({ text }) => /Only ana or an admin may cancel this task/.test(text));
  expect(await stage.isLive(card)).toBe(true);
  await stage.cleo.reply({ channel: card.channel, thread: card.ts }, 'cancel');
  expect(await stage.end(card)).toMatchObject({ status: 'cancelled', by: { name: 'cleo' } });
});
