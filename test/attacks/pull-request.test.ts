import { describe, expect, test } from 'vitest';
import { pullRequestBody, pullRequestTitle } from '#bot/pull-request/body.ts';
import { toHtml } from '#deploy/local/github/markdown/to-html.ts';
import type { Task } from '#shared/task/task.ts';
import { commitMessage } from '#worker/steps/account.ts';
import { BEN, CHANGE, CROWDED_STAGES, STAGES } from '../bot/tasks.ts';
import { activeIn } from '../bot/views/active-markdown.ts';
import { poisoned } from '../bot/views/hostile.ts';
import { CORPUS } from './pull-request-corpus.ts';

const followUps = [{ attempt: 2, by: BEN, at: 0, words: 'More' }];
const start = { from: 'base', words: 'It starts again.' } as const;
const files = [{ path: 'a.txt', added: 1, removed: 0, executable: 'gained' as const }];
const CONTINUED: Task = {
  ...STAGES.secondGreen,
  followUps,
  work: { ...STAGES.secondGreen.work, start, change: { ...CHANGE, files } },
};
const TASKS: readonly Task[] = [
  STAGES.green,
  STAGES.red,
  STAGES.pushed,
  STAGES.taught,
  CONTINUED,
  ...CROWDED_STAGES.slice(1),
];
const HEADINGS = TASKS.map((task) => headingsIn(pullRequestBody(task)));

function headingsIn(body: string): readonly string[] {
  return [...toHtml(body).matchAll(/<h\d>(.*?)<\/h\d>/gs)].map(([, words = '']) => words);
}

/** What GitHub, or somebody's bot that reads raw text, could take for more than words. */
const ACTS: readonly (readonly [string, RegExp])[] = [
  ['a mention', /(?<![\w`])@[a-z0-9]/i],
  ['a reference', /#\d|\bGH-\d/i],
  ['an image', /!\[/],
  ['a link', /\]\(|\]:|(?:https?|ftp):\/\/|www\./i],
  ['HTML', /<(?!\/?code>)/],
  ['a task list', /^\s*[-*] \[[ x]\]/im],
];

describe.each(Object.entries(CORPUS))('text that %s', (_, texts) => {
  test.each(texts)('%j does nothing in a body', (text) => {
    TASKS.forEach((task, index) => {
      const body = pullRequestBody(poisoned(task, text));
      const active = activeIn(body);
      for (const [what, pattern] of ACTS) expect(active, what).not.toMatch(pattern);
      expect(headingsIn(body)).toEqual(HEADINGS[index]);
      expect(toHtml(body), 'no element but those of the template').not.toMatch(/<(?:a|img|details|input|hr|del|sup)\b/);
      expect(body, 'no hidden characters').not.toMatch(HIDDEN);
      // Ours begin with a capital, a sign of the template, or a prompt: commands of bots stand at the beginning of a line.
      for (const line of body.split('\n'))
        expect(line).not.toMatch(/^\s*(?:[/@]|bors|skip-checks|co-authored-by|automerge)/i);
      expect(body, 'no switch of CI').not.toMatch(/\[(?:skip ci|ci skip)\]|\*{3}NO_CI/i);
    });
  });

  test.each(texts)('%j does nothing in a title, nor in a commit message', (text) => {
    const title = pullRequestTitle(poisoned(STAGES.green, text));
    const account = { summary: text, why: text, verify: text, risk: text, rollback: text };
    const message = commitMessage(account, { task: STAGES.green.id, attempt: 1 });
    for (const written of [title, message]) {
      expect(written).not.toMatch(/@\w|#\d|\bGH-\d|(?:https?):\/\/|\[(?:skip ci|ci skip)\]|\*{3}NO_CI/i);
      expect(written).not.toMatch(/^[ \t]*(?:[\w-]+-by|skip-checks):/im);
      expect(written).not.toMatch(HIDDEN);
    }
    expect(title).not.toContain('\n');
    expect(message.trimEnd().split('\n').slice(-2)).toEqual([`Bellhop-Task: ${STAGES.green.id}`, 'Bellhop-Attempt: 1']);
  });
});

/** Characters no reader sees, but for the joiner that is ours. */
const HIDDEN = /[[\p{Cc}\p{Cf}]--[\n\t\u2060]]/v;

test('a cell of the evidence stays a cell, whatever its name', () => {
  for (const text of Object.values(CORPUS).flat()) {
    const rows = activeIn(pullRequestBody(poisoned(STAGES.red, text))).match(/^\| .*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect(row.split('|'), text).toHaveLength(6);
  }
});
