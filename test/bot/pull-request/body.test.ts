import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pullRequestBody, pullRequestTitle } from '#bot/pull-request/body.ts';
import type { Task } from '#shared/task/task.ts';
import {
  after,
  at,
  BEN,
  born,
  CHANGE,
  CROWDED_STAGES,
  evidence,
  HEAD,
  opened,
  pushed,
  ready,
  STAGES,
} from '../tasks.ts';
import { taught } from '../taught.ts';
import { activeIn } from '../views/active-markdown.ts';
import { endless, hostileText, poisoned } from '../views/hostile.ts';

const body = pullRequestBody(opened('green'));
const HEADINGS = [
  'What changed',
  'Why',
  'Acceptance criteria',
  'How to verify',
  'Evidence',
  'Risk',
  'Rollback',
  'Cost and time',
  'About this pull request',
];
const under = (text: string, heading: string): string =>
  text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

describe('the body of a pull request', () => {
  test("says what of the agent's words later tasks are told, once it is proved that they may be", () => {
    const words = '- Remembered for next time: The tests need TZ=UTC.';
    expect(under(pullRequestBody(taught(pushed('green'))), 'About this pull request')).toContain(words);
    expect(pullRequestBody(taught(pushed('red')))).not.toContain('Remembered');
    expect(body).not.toContain('Remembered');
  });

  test('has every heading of the template, in order', () => {
    expect(body.match(/(?<=^## ).+$/gm)).toEqual(HEADINGS);
  });

  test('tells the work in the words of the agent, and says that they are', () => {
    expect(under(body, 'What changed')).toContain(
      'In the words of the agent; every check passed at the commit below:\n\n> Prices are rounded once, at the end.',
    );
    expect(under(body, 'What changed')).toContain('1 file changed:\n\n- `src/price.js` +3 −1');
  });

  test('shows what was asked and what it was asked to reach', () => {
    expect(under(body, 'Why')).toContain('> Fix the rounding of prices in the cart');
    expect(under(body, 'Acceptance criteria')).toContain('**Unconfirmed**');
    expect(under(pullRequestBody(pushed('green', ready(born({ criteria: '' })))), 'Acceptance criteria')).toContain(
      'None were given.',
    );
  });

  test('shows every check before and after, with exit codes, times and commits', () => {
    const shown = under(body, 'Evidence');
    expect(shown).toContain('| Check | Command | Before (`ba5e000`) | After (`bead000`) |');
    expect(shown).toContain('| test | <code>npm test</code> | failed (exit 1), 3.1 s | passed (exit 0), 3.1 s |');
    expect(shown).toContain('- **Fixed (1)**: `rounds`');
    expect(shown).toContain(`head \`${HEAD}\``);
    expect(under(body, 'How to verify')).toContain('```sh\n$ npm test\n```');
  });

  test('says who asked, with which model, and that nothing held it', () => {
    const about = under(body, 'About this pull request');
    expect(about).toContain('- Asked by Ana, from Slack');
    expect(about).toContain('- Model: scripted; a recording was played and no model was asked');
    expect(about).toContain('- **Not sandboxed**');
    expect(about).toContain(`- Attempt 1 of task \`${born().id}\``);
    expect(body).not.toMatch(/U0ANA|C0GENERAL|slack\.com/);
  });

  test('names a model that thinks, and what it cost', () => {
    const usage = { turns: 7, inputTokens: 1_200, outputTokens: 300, usd: 0.42 };
    const task = after(at('implement', ready(born(), 'gemini-3-pro')), {
      type: 'agent.acted',
      tool: 'edit',
      gist: 'src/price.js',
      usage,
    });
    const written = pullRequestBody(task);
    expect(under(written, 'About this pull request')).toContain('- Model: `gemini-3-pro`');
    expect(under(written, 'About this pull request')).not.toContain('sandboxed');
    expect(under(written, 'Cost and time')).toContain('- Model: 7 turns, 1200 tokens in, 300 out, $0.42');
    expect(under(written, 'Cost and time')).toContain('- Time until the push: 4.5 s, of which the agent 0 ms');
  });

  test('is the same before and after the pull request was opened', () => {
    expect(pullRequestBody(opened('red'))).toBe(pullRequestBody(pushed('red')));
  });
});

describe('what nothing proves', () => {
  test.each([
    ['red', '**This is a draft: not every check passed.** At bead000, 2 tests fail, 1 of them as before the change.'],
    [
      'unproven',
      '**This is a draft: nothing proves that it works.** This repository has no checks, so nothing proves the change.',
    ],
  ] as const)('is said in the first line when the evidence is %s', (verdict, first) => {
    expect(pullRequestBody(pushed(verdict)).split('\n')[0]).toBe(first);
    expect(under(pullRequestBody(pushed(verdict)), 'What changed')).toContain(
      'In the words of the agent, **unconfirmed**:',
    );
  });

  test('is called unconfirmed also when the checks ran on another commit', () => {
    const change = { ...CHANGE, commit: 'c'.repeat(40) };
    const { work } = STAGES.pushed;
    const shown = pullRequestBody({ ...STAGES.pushed, work: { ...work, change } });
    expect(under(shown, 'What changed')).toContain('**unconfirmed**');
  });

  test('is what the agent says of risk and rollback, even when all is green', () => {
    for (const heading of ['Risk', 'Rollback']) expect(under(body, heading)).toContain('**unconfirmed**');
  });

  test('is work that was cut short, and it is said', () => {
    const change = { ...CHANGE, bound: 'It reached 60 turns.' };
    const { work } = STAGES.pushed;
    expect(pullRequestBody({ ...STAGES.pushed, work: { ...work, change } })).toContain(
      '**The agent stopped before it said it was done:** It reached 60 turns.',
    );
  });

  test('is a check whose definition was changed, and it is called out', () => {
    const changed = evidence('green', { definitionsChanged: ['package.json'] });
    expect(pullRequestBody({ ...STAGES.pushed, evidence: changed } as Task)).toContain(
      '**The change touches what defines the checks:** `package.json`. The checks ran as they were before it.',
    );
  });
});

test('every line of what the agent says is set off as a quotation', () => {
  const account = { ...CHANGE.account, summary: 'First line.\n\n\n\n## Evidence\nSecond line.' };
  const { work } = STAGES.pushed;
  const shown = pullRequestBody({ ...STAGES.pushed, work: { ...work, change: { ...CHANGE, account } } });
  expect(shown.replaceAll('\u2060', '')).toContain(
    '> First line.\n> \n> ## Evidence\n> Second line.\n\n1 file changed:',
  );
});

test('a name with backticks stays inside its code', () => {
  const { moves } = evidence('green');
  const named = evidence('green', { moves: { ...moves, fixed: ['`a` ``b`` `'] } });
  expect(pullRequestBody({ ...STAGES.pushed, evidence: named } as Task)).toContain('``` `a` ``b`` ` ```');
});

test('a command with a fence of its own stays inside its block', () => {
  const command = 'cat <<X\n````\nX';
  const runs = evidence('green').after.map((run) => ({ ...run, command }));
  const shown = pullRequestBody({ ...STAGES.pushed, evidence: evidence('green', { before: [], after: runs }) } as Task);
  expect(shown).toContain(`\`\`\`\`\`sh\n$ cat <<X\n> \`\`\`\`\n> X\n\`\`\`\`\``);
});

test('a file that became executable is called out', () => {
  const files = [
    { path: 'run.sh', added: 0, removed: 0, executable: 'gained' as const },
    { path: 'a.txt', added: 1, removed: 0, executable: 'lost' as const },
  ];
  const { work } = STAGES.pushed;
  const shown = under(
    pullRequestBody({ ...STAGES.pushed, work: { ...work, change: { ...CHANGE, files } } }),
    'What changed',
  );
  expect(shown).toContain('- `run.sh` +0 −0, **now executable**\n- `a.txt` +1 −0, no longer executable');
});

test('what was asked for later stands below the request, and a baseline of an earlier attempt is called that', () => {
  const followUps = [{ attempt: 2, by: BEN, at: 0, words: 'Rename the flag, too' }];
  const source = { attempt: 1, at: 0, commit: HEAD, conditions: 'c'.repeat(64), hash: 'd'.repeat(64) };
  const start = { from: 'branch', commit: HEAD, forkedAt: HEAD, words: 'It goes on from bead000.' } as const;
  const { work } = STAGES.secondGreen;
  const task = { ...STAGES.secondGreen, followUps, work: { ...work, start, baselineSource: source } };
  const shown = pullRequestBody(task);
  expect(under(shown, 'Why')).toContain('Asked for after that, by Ben:\n\n> Rename the flag, too');
  expect(under(shown, 'Evidence')).toContain('was measured by attempt 1, where the branch began');
  expect(under(shown, 'About this pull request')).toContain('- Attempt 2: It goes on from bead000.');
});

describe('the title', () => {
  test('is the request in one line', () => {
    expect(pullRequestTitle(born({ words: 'Fix the\n rounding' }))).toBe('Fix the rounding');
    expect(pullRequestTitle(born({ words: 'x'.repeat(10_000) }))).toHaveLength(120);
  });

  test('tells no checks to look away', () => {
    expect(pullRequestTitle(born({ words: '[skip ci] Fix [ci skip] it ***NO_CI***' }))).not.toMatch(
      /\[(?:skip|ci)|\*{3}NO_CI/,
    );
  });

  test('closes nothing and calls nobody when it becomes a commit message', () => {
    const title = pullRequestTitle(born({ words: 'Fixes #12, GH-3 and https://github.com/a/b/issues/1 for @ana' }));
    expect(title).not.toMatch(/#\d|GH-\d|:\/\/|@\w/);
    expect(title.replaceAll('\u2060', '')).toBe('Fixes #12, GH-3 and https://github.com/a/b/issues/1 for @ana');
  });
});

test('the body fits into what GitHub takes, however much of everything there is', () => {
  for (const stage of CROWDED_STAGES) {
    for (const text of endless) expect(pullRequestBody(poisoned(stage, text)).length).toBeLessThanOrEqual(60_000);
  }
});

test('whatever anybody wrote, the template stays whole and nothing in it acts', () => {
  const stages = fc.constantFrom<Task>(STAGES.green, STAGES.red, STAGES.unproven, STAGES.pushed, ...CROWDED_STAGES);
  fc.assert(
    fc.property(stages, hostileText, (stage, text) => {
      const written = pullRequestBody(poisoned(stage, text));
      const active = activeIn(written);
      expect(written.length).toBeLessThanOrEqual(60_000);
      expect(active.match(/(?<=^## ).+$/gm)).toEqual(HEADINGS);
      expect(active.replace(/<\/?code>/g, '')).not.toMatch(/[@#]\w|!\[|\]\(|<|(?:https?|ftp):\/\/|www\.|\bGH-\d/i);
      for (const row of active.split('\n').filter((line) => line.startsWith('| '))) {
        expect(row.split('|')).toHaveLength(6);
      }
      expect(pullRequestTitle(poisoned(stage, text)).length).toBeLessThanOrEqual(120);
    }),
    { numRuns: 200 },
  );
});
