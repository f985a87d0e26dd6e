import { describe, expect, test } from 'vitest';
import { card } from '#bot/views/card.ts';
import type { Task } from '#shared/task/task.ts';
import { after, at, BEN, born, failed, opened, ready, retried, STAGES, type Stage } from '../tasks.ts';
import { buttonsOf, contextOf, objectsIn, read } from './shown.ts';

interface Row {
  readonly stage: Stage;
  readonly state: string;
  readonly buttons: readonly string[];
}

const rows: readonly Row[] = [
  { stage: 'queued', state: 'It is in the queue.', buttons: ['Cancel'] },
  { stage: 'waiting', state: 'It waits for a free slot.', buttons: ['Cancel'] },
  { stage: 'admitting', state: 'I am checking whether it may start.', buttons: ['Cancel'] },
  { stage: 'rejected', state: 'I did not start it: 1 of 2 checks did not pass.', buttons: ['Retry'] },
  { stage: 'starting', state: 'A workspace is starting.', buttons: ['Cancel'] },
  { stage: 'hydrate', state: 'I am reading the request and how this repository is worked on.', buttons: ['Cancel'] },
  { stage: 'provision', state: 'I am fetching the code and installing what it needs.', buttons: ['Cancel'] },
  { stage: 'baseline', state: 'I am running the checks before any change.', buttons: ['Cancel'] },
  { stage: 'implement', state: 'The agent is changing the code.', buttons: ['Cancel'] },
  { stage: 'verify', state: 'I am running the checks on the change.', buttons: ['Cancel'] },
  { stage: 'finalize', state: 'I am getting ready to push the change.', buttons: ['Cancel'] },
  { stage: 'cancelling', state: 'Stopping, asked by Ben.', buttons: [] },
  { stage: 'granted', state: 'I am pushing the change.', buttons: ['Cancel'] },
  { stage: 'pushed', state: 'The change is pushed; I am opening the pull request.', buttons: ['Cancel'] },
  {
    stage: 'green',
    state: 'Done: every check passed, and pull request #3 is open.',
    buttons: ['Open pull request', 'Ask for more'],
  },
  {
    stage: 'red',
    state: 'Done, but 2 tests fail, 1 of them as before the change: pull request #3 is a draft.',
    buttons: ['Open pull request', 'Retry', 'Ask for more'],
  },
  {
    stage: 'unproven',
    state: 'Done, but this repository has no checks that could prove it: pull request #3 is a draft.',
    buttons: ['Open pull request', 'Ask for more'],
  },
  { stage: 'failed', state: 'It failed: npm could not install the dependencies.', buttons: ['Retry'] },
  { stage: 'cancelled', state: 'Stopped in 1.0 s, asked by Ben.', buttons: ['Retry'] },
  { stage: 'stoppedAfterPush', state: 'Stopped in 1.0 s, asked by Ana.', buttons: ['Retry', 'Ask for more'] },
  {
    stage: 'stoppedTooLate',
    state: 'Stopped in 2.0 s, asked by Ana.',
    buttons: ['Open pull request', 'Retry', 'Ask for more'],
  },
  { stage: 'retried', state: 'It is in the queue.', buttons: ['Cancel'] },
  { stage: 'retriedRed', state: 'It is in the queue.', buttons: ['Open pull request', 'Cancel'] },
];

describe('the card', () => {
  test.each(rows)('of a task that is $stage says it in a sentence and offers what can be done', (row) => {
    const { text, blocks } = card(STAGES[row.stage], {});
    expect(text).toBe(`Fix the rounding of prices in the cart (acme/shop@main, asked by Ana): ${row.state}`);
    expect(read(blocks)).toContain(row.state);
    expect(buttonsOf(blocks).filter((label) => row.buttons.includes(String(label)))).toEqual(row.buttons);
    expect(objectsIn(blocks).filter(({ type }) => type === 'button')).toHaveLength(row.buttons.length);
  });

  test('says where, why there, who asked, and how the work is done', () => {
    expect(contextOf(card(STAGES.implement, {}))).toEqual([
      'acme/shop@main (named in the request)',
      'asked by Ana',
      'scripted model',
      'not sandboxed',
      STAGES.implement.id,
    ]);
  });

  test('counts attempts from the second on', () => {
    expect(contextOf(card(STAGES.retried, {}))).toContain('attempt 2');
    expect(contextOf(card(STAGES.queued, {})).join()).not.toContain('attempt');
  });

  test('of a refused task says whose problem it is and what to do', () => {
    const shown = read(card(STAGES.rejected, {}).blocks);
    expect(shown).toContain('I do not work on acme/shop.\nWhose problem: yours; only you or your team can solve it.');
    expect(shown).toContain('What to do: Ask for acme/api instead.');
  });

  test('of a failed task says whose problem it is and what to do', () => {
    const shown = read(card(STAGES.failed, {}).blocks);
    expect(shown).toContain('Whose problem: ours, or that of a service we need. You did nothing wrong.');
    expect(shown).toContain('What to do: Wait until the registry is back, then retry.');
  });

  test('keeps what had become true before the task was stopped', () => {
    const { id } = STAGES.stoppedAfterPush;
    expect(read(card(STAGES.stoppedAfterPush, {}).blocks)).toContain(`The work is pushed to agent/${id}. It stays.`);
    expect(read(card(STAGES.stoppedTooLate, {}).blocks)).toContain('Pull request #3 is open. It stays.');
  });

  test('asks before it stops anything, and the way out says that it keeps running', () => {
    const [cancel] = objectsIn(card(STAGES.implement, {}).blocks).filter(({ style }) => style === 'danger');
    expect(cancel).toMatchObject({
      value: `${STAGES.implement.id}/1`,
      confirm: { confirm: { text: 'Stop it' }, deny: { text: 'Keep running' } },
    });
  });

  test('offers the log where there is one that a browser can open', () => {
    expect(buttonsOf(card(STAGES.failed, { logUrl: 'https://bot.example/log' }).blocks)).toContain('Log');
    expect(buttonsOf(card(STAGES.failed, { logUrl: 'javascript:alert(1)' }).blocks)).not.toContain('Log');
  });
});

const spent = (task: Task, usd: number): Task =>
  after(task, {
    type: 'agent.acted',
    tool: 'edit',
    gist: 'src/price.js',
    usage: { turns: 1, inputTokens: 10, outputTokens: 5, usd },
  });

describe('money on the card', () => {
  test('is said at the end, for a model that has a price', () => {
    const task = failed(spent(at('implement', ready(born(), 'gemini-3-pro')), 0.42));
    expect(contextOf(card(task, {}))).toEqual(expect.arrayContaining(['$0.42', 'gemini-3-pro']));
  });

  test('adds up over the attempts', () => {
    const first = failed(spent(at('implement', ready(born(), 'gemini-3-pro')), 0.42));
    const second = failed(spent(at('implement', ready(retried(first), 'gemini-3-pro')), 0.1));
    expect(contextOf(card(second, {}))).toContain('$0.10, $0.52 with earlier attempts');
  });

  test('is not there for the scripted model', () => {
    expect(contextOf(card(opened('green'), {})).join()).not.toContain('$');
  });

  test('does not redraw the card while a step runs', () => {
    const task = at('implement');
    expect(card(spent(task, 0.42), {})).toEqual(card(task, {}));
  });
});

test('a request without any visible character still has a title', () => {
  const { text, blocks } = card(born({ words: '\u200b\u0000' }), {});
  expect(text).toContain('A request without words (acme/shop@main');
  expect(blocks[0]).toMatchObject({ type: 'header', text: { text: 'A request without words' } });
});

test('the branch is left out until it is known', () => {
  const { base: _, ...request } = born().request;
  const task: Task = { ...born(), request };
  expect(card(task, {}).text).toContain('(acme/shop, asked by Ana)');
  const known = after(ready(task), { type: 'workspace.ready', branch: 'trunk', commit: 'c'.repeat(40) });
  expect(card(known, {}).text).toContain('(acme/shop@trunk, asked by Ana)');
});

test('the name of the one who stopped it is the one shown', () => {
  expect(card({ ...STAGES.cancelling, by: { ...BEN, name: '' } } as Task, {}).text).toContain('asked by somebody.');
});
