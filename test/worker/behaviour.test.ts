import { describe, expect, test } from 'vitest';
import { failureOf, run, stage } from './stage/run.ts';
import { call, FINISH, MEND, recording, SIGN } from './stage/sample.ts';
import type { Stage } from './stage/stage.ts';

/** Plays an agent that does these things, in a repository whose sign wants to be turned. */
async function played(
  calls: readonly object[],
  limits: Partial<{ turns: number; minutes: number; commandMinutes: number }> = {},
): Promise<Stage['bot']> {
  const all = { turns: 40, tokens: 1_000_000, usd: 1, minutes: 5, fixRounds: 0, commandMinutes: 1, ...limits };
  const opened = await stage({ files: SIGN, cassette: recording(calls), assignment: { limits: all } });
  await run(opened);
  return opened.bot;
}

const logOf = (bot: Stage['bot']) => bot.artifacts.get('agent.log') ?? '';

describe('an agent that stops getting anywhere is ended, and its work is kept', () => {
  test.each<[string, readonly object[], string, RegExp]>([
    [
      'goes in circles',
      [MEND, ...Array(8).fill(call('read', { path: 'README.md' }))],
      'it did the same thing 6 times with the same result',
      /You did the same thing 3 times with the same result\./,
    ],
    [
      'tries the impossible again and again',
      [
        MEND,
        ...Array.from({ length: 9 }, (_, n) =>
          call('edit', { path: 'sign.txt', old_text: `no such ${n}`, new_text: 'x' }),
        ),
      ],
      'it failed in the same way 8 times',
      /You failed in the same way 4 times\./,
    ],
    [
      'asks for tools nobody has',
      [MEND, ...Array.from({ length: 9 }, (_, n) => call('fly', { to: n }))],
      'it failed in the same way 8 times',
      /There is no tool of this name\. There are: bash/,
    ],
  ])('one that %s', async (_, calls, bound, said) => {
    const bot = await played(calls);
    expect(bot.end()).toMatchObject({
      outcome: { end: 'pushed' },
      report: { change: { bound, fileCount: 1 }, evidence: { verdict: 'green' } },
    });
    expect(logOf(bot)).toMatch(said);
  });

  test('one that only talks', async () => {
    const talks = Array(7).fill({ text: 'I will mend it.', calls: [] });
    const opened = await stage({
      files: SIGN,
      cassette: { ...recording([]), turns: [{ calls: [MEND] }, ...talks, { calls: [FINISH] }] },
    });
    await run(opened);
    expect(opened.bot.end()?.report.change?.bound).toBe('it called no tool 3 times in a row');
    expect(logOf(opened.bot)).toContain('You called no tool.');
  });

  test('one that never finishes', async () => {
    const looks = Array.from({ length: 12 }, (_, n) => call('bash', { command: `echo ${n}` }));
    const bot = await played([MEND, ...looks], { turns: 10 });
    expect(bot.end()).toMatchObject({
      outcome: { end: 'pushed' },
      report: { change: { bound: 'it reached the limit of 10 turns' }, usage: { turns: 10 } },
    });
  });

  test('one whose time is up in the middle of a command', async () => {
    const bot = await played([MEND, call('bash', { command: 'echo waiting; sleep 60' })], { minutes: 0.05 });
    expect(bot.end()).toMatchObject({
      outcome: { end: 'pushed' },
      report: { change: { bound: 'it reached the limit of 0.05 minutes', fileCount: 1 }, usage: { turns: 2 } },
    });
    expect(logOf(bot)).toContain('sleep 60');
  });
});

describe('an agent that does something wrong hears of it, and goes on', () => {
  test.each<[string, readonly object[]]>([
    ['asks for an unknown tool', [call('fly', {}, 'There are: bash, search, read, edit, write, finish')]],
    ['gives arguments that do not fit', [call('read', { file: 7 }, 'does not fit')]],
    ['gives arguments that are no JSON', [{ tool: 'bash', input: '{"command": "ls', expect: 'not a JSON object' }]],
    ['reads what is not there', [call('read', { path: 'src/none.js' }, 'There is no src/none.js')]],
    ['reaches out of the workspace', [call('write', { path: '../../x', text: '' }, 'outside the workspace')]],
    [
      'starts a command that hangs',
      [call('bash', { command: 'sleep 60', timeout_seconds: 1 }, 'took longer than it may')],
    ],
    [
      'kills whatever it can',
      [call('bash', { command: 'kill -9 -1' }, 'exit code'), call('read', { path: 'sign.txt' }, 'minus')],
    ],
  ])('one that %s', async (_, calls) => {
    const bot = await played([...calls, MEND]);
    expect(bot.end()).toMatchObject({ outcome: { end: 'pushed' }, report: { evidence: { verdict: 'green' } } });
    expect(bot.end()?.report.change?.bound).toBeUndefined();
  });

  test('one whose command prints without end: it is stopped, and what it printed is kept', async () => {
    const bot = await played([call('bash', { command: 'yes endless' }, 'it printed more than it may'), MEND]);
    expect(bot.end()).toMatchObject({ outcome: { end: 'pushed' } });
    expect(bot.artifacts.get('command-1.log')?.length).toBe(16 * 1024 * 1024);
    expect(logOf(bot).length).toBeLessThan(60_000);
  });
});

test.each<[string, readonly object[]]>([
  ['at once', []],
  [
    'after looking around',
    [call('read', { path: 'sign.txt' }), call('search', { pattern: 'minus' }, 'sign.txt:1:minus')],
  ],
  ['after taking back what it did', [MEND, call('write', { path: 'sign.txt', text: 'minus\n' })]],
])('an agent that finishes %s has changed nothing, and that is told in its own words', async (_, calls) => {
  const bot = await played(calls);
  expect(failureOf(bot)).toMatchObject({
    code: 'nothing_changed',
    words: expect.stringContaining('Turn the sign around'),
  });
  expect(bot.pushes).toEqual([]);
});

test('calls of one answer are done in their order', async () => {
  const both = [
    MEND,
    call('bash', { command: 'cat sign.txt; echo more > sign2.txt' }, 'plus'),
    call('read', { path: 'sign2.txt' }, 'more'),
  ];
  const opened = await stage({
    files: SIGN,
    cassette: { ...recording([]), turns: [{ calls: both }, { calls: [FINISH] }] },
  });
  await run(opened);
  expect(opened.bot.end()).toMatchObject({ outcome: { end: 'pushed' }, report: { change: { fileCount: 2 } } });
});
