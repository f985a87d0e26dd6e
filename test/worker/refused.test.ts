import { expect, test } from 'vitest';
import { failureOf, run, stage } from './stage/run.ts';
import { call, MEND, recording, SIGN } from './stage/sample.ts';
import { BRANCH } from './stage/stage.ts';

const WORKFLOW = call('write', { path: '.github/workflows/ci.yml', text: 'on: push\n' });
const undo = (path: string) => call('bash', { command: `rm -r ${path}` });

test('what must not be pushed goes back to the agent, and nothing of it is left in what is pushed', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([MEND, WORKFLOW], [[undo('.github')]]) });
  await run(opened);
  const { bot, host } = opened;
  expect(bot.end()).toMatchObject({ outcome: { end: 'pushed' }, report: { evidence: { verdict: 'green' } } });
  expect(await host.git('log', '--format=%H', '--name-only', `main..${BRANCH}`)).toMatch(/^[0-9a-f]{40}\n\nsign\.txt$/);
  expect(bot.artifacts.get('agent.log')).toContain('decides what GitHub itself runs');
});

test('a secret the agent cannot take back ends the attempt, and is shown nowhere', async () => {
  const secret = `ghp_${'a1B2'.repeat(9)}`;
  const opened = await stage({
    files: SIGN,
    cassette: recording([MEND, call('write', { path: 'token.txt', text: `${secret}\n` })]),
  });
  await run(opened);
  const { bot } = opened;
  expect(failureOf(bot)).toMatchObject({
    code: 'secret_in_change',
    words: 'I did not push the change. `token.txt`:1 holds what looks like a GitHub token.',
  });
  expect(bot.pushes).toEqual([]);
  expect(JSON.stringify([bot.facts, ...bot.artifacts])).not.toContain(secret);
});

test('a fix that spoils the change is left out, and what was proved before it is pushed', async () => {
  const wrong = call('write', { path: 'sign.txt', text: 'times\n' });
  const opened = await stage({ files: SIGN, cassette: recording([wrong], [[MEND_TIMES, WORKFLOW]]) });
  await run(opened);
  expect(opened.bot.end()).toMatchObject({ outcome: { end: 'pushed' }, report: { evidence: { verdict: 'red' } } });
  expect(await opened.host.git('show', `${BRANCH}:sign.txt`)).toBe('times');
});
const MEND_TIMES = call('edit', { path: 'sign.txt', old_text: 'times', new_text: 'plus' });

test('an agent that takes everything back has changed nothing', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([WORKFLOW], [[undo('.github')]]) });
  await run(opened);
  expect(failureOf(opened.bot)?.code).toBe('nothing_changed');
});
