import { expect, onTestFinished, test } from 'vitest';
import { createRecorder } from '#bot/events/record.ts';
import { createTellGitHub } from '#bot/pull-request/tell-github.ts';
import { createBranchWatch } from '#bot/pull-request/watch.ts';
import { createPullRequestWriter } from '#bot/pull-request/writer.ts';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { branchOf, type Task, type TaskIn } from '#shared/task/task.ts';
import { git, openWorld, repositoryWithBranch, temporaryFolder, writeFiles } from '../../deploy/local/github/world.ts';
import { factsOf, openGround, policyOf, put, recordOf, until } from '../ground.ts';
import { born, evidence, STAGES } from '../tasks.ts';

const linkTo = (artifact: string) => `http://bot.test/${artifact}`;
const redact = (text: string) => text;

/** An open pull request on the real local GitHub, with what looks after it, and somebody who can push to its branch. */
async function openSucceeded() {
  const ground = openGround();
  const branch = branchOf(born().id);
  const github = await openWorld({ shop: await repositoryWithBranch(branch) });
  const { id: appId, privateKey } = github.app;
  const host = githubRepoHost({ appId, privateKey, apiUrl: github.apiUrl, secondMs: 10 });
  const head = (await host.head('acme/shop', branch)) ?? '';
  const pushed = STAGES.pushed as TaskIn<'finalizing'>;
  const task: Task = { ...pushed, head, evidence: { ...evidence('green'), head } };
  await put(ground.store, task);
  const recorder = createRecorder(ground);
  await createPullRequestWriter({ host, recorder, policy: policyOf(), redact, log: ground.log, linkTo })(task);
  const tell = createTellGitHub({ host, recorder, redact, linkTo });
  const record = () => recordOf(ground.store, task);
  const attend = async () => tell(await record());
  const watch = createBranchWatch({ ...ground, host, recorder, attend });

  async function somebodyPushes(): Promise<string> {
    const { cloneUrl } = await host.repository('acme/shop');
    const { token } = await host.token('acme/shop', 'push');
    const url = new URL(cloneUrl);
    Object.assign(url, { username: 'x-access-token', password: token });
    const folder = await temporaryFolder();
    await git(folder, 'clone', '--quiet', '--branch', branch, url.href, '.');
    await writeFiles(folder, { 'more.txt': `${Date.now()}\n` });
    await git(folder, 'add', '--all');
    await git(folder, 'commit', '--quiet', '-m', 'More');
    await git(folder, 'push', 'origin', `HEAD:${branch}`);
    return (await git(folder, 'rev-parse', 'HEAD')).stdout;
  }

  return {
    ...{ ...ground, github, host, head, task, record, tell, watch, somebodyPushes },
    titleOn: (commit: string) =>
      github.checkRuns('acme/shop', commit).map(({ conclusion, title }) => [conclusion, title]),
    body: () => github.pullRequests('acme/shop')[0]?.body ?? '',
  };
}

test('the evidence stands on its commit as a check run, told once', async () => {
  const { tell, record, titleOn, head, store, task } = await openSucceeded();
  await tell(await record());
  await tell(await record());
  expect(titleOn(head)).toEqual([['success', `Every check passed at ${head.slice(0, 7)}.`]]);
  expect(await record()).toMatchObject({ status: 'succeeded', told: {} });
  expect((await factsOf(store, task)).filter((fact) => fact === 'evidence.told')).toHaveLength(2);
});

test('without the permission the thread says what is missing, and nobody tries for ever', async () => {
  const { tell, record, github, titleOn, head } = await openSucceeded();
  github.forbid('checks');
  await tell(await record());
  expect(titleOn(head)).toEqual([]);
  expect(await record()).toMatchObject({ told: { refused: expect.stringContaining('checks=write') } });
});

test('a GitHub that is away is told later', async () => {
  const { tell, record, github, titleOn, head } = await openSucceeded();
  github.faults.add('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { kind: 'answer', status: 503 }, 3);
  await expect(tell(await record())).rejects.toMatchObject({ whose: 'transient' });
  expect(await record()).not.toHaveProperty('told');
  await tell(await record());
  expect(titleOn(head)).toHaveLength(1);
});

test('when somebody pushed, record, pull request and both commits say that the evidence is of an older one', async () => {
  const { watch, record, tell, somebodyPushes, titleOn, head, body } = await openSucceeded();
  await tell(await record());
  const before = body();
  const newer = await somebodyPushes();
  await watch.look(await record());
  expect(await record()).toMatchObject({ status: 'succeeded', movedTo: newer });
  await tell(await record());
  expect(body()).toContain(`it is at \`${newer.slice(0, 7)}\` now, and what was checked is \`${head.slice(0, 7)}\``);
  expect(body().endsWith(before)).toBe(true);
  expect([titleOn(head)[0]?.[0], titleOn(newer)]).toEqual([
    'neutral',
    [['neutral', `Not checked: the evidence is of ${head.slice(0, 7)}`]],
  ]);
});

test('whoever looks again and again asks GitHub once', async () => {
  const { watch, record, github, clock } = await openSucceeded();
  const task = await record();
  const asked = () => github.calls.length;
  const before = asked();
  for (let time = 0; time < 5; time += 1) await watch.look(task);
  const once = asked() - before;
  clock.at += 60_000;
  await watch.look(task);
  expect(asked() - before).toBe(2 * once);
});

test('a look that fails changes nothing, and is only logged', async () => {
  const { watch, record, github, said } = await openSucceeded();
  github.faults.add('GET /repos/{owner}/{repo}/git/ref/{ref}', { kind: 'answer', status: 503 }, 3);
  await watch.look(await record());
  expect(await record()).not.toHaveProperty('movedTo');
  expect(said.map(({ event }) => event)).toContain('branch.look_failed');
});

test('nobody has to look: open pull requests are watched, one repository after another', async () => {
  const { watch, record, somebodyPushes, titleOn, said } = await openSucceeded();
  onTestFinished(watch.start(['acme/none', 'acme/shop'], 20));
  const newer = await somebodyPushes();
  await until(() => titleOn(newer).length > 0 || undefined, 'the newer commit is told of');
  expect(await record()).toMatchObject({ movedTo: newer });
  expect(said.map(({ event }) => event)).toContain('branch.watch_failed');
});

test('a branch that was merged and removed leaves the evidence as it was', async () => {
  const { watch, record, github } = await openSucceeded();
  await github.merge('acme/shop', 1);
  onTestFinished(watch.start(['acme/shop'], 20));
  await watch.look(await record());
  expect(await record()).not.toHaveProperty('movedTo');
});
