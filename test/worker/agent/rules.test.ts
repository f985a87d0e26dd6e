import { expect, test } from 'vitest';
import { withRules } from '#worker/agent/rules.ts';
import type { Outcome } from '#worker/agent/tools/tool.ts';
import { entriesAt } from '#worker/commits.ts';
import { filesOf } from '#worker/survey/file.ts';
import { rulesIn } from '#worker/survey/rules.ts';
import { rulesOnTheWay } from '#worker/survey/rules-on-the-way.ts';
import { commitOf } from '../survey/repository.ts';

const NEVER = new AbortController().signal;
const DONE: Outcome = { text: 'Done.', gist: 'done' };

/** Tools that all say the same, in a repository with rules for `mail` and for `mail/out`. */
async function openTools(outcome = DONE) {
  const { git, base } = await commitOf({
    'mail/AGENTS.md': 'Be kind.',
    'mail/out/CLAUDE.md': 'Be quick.',
    'mail/a.ts': '1',
  });
  const rules = rulesOnTheWay(git, rulesIn(filesOf(await entriesAt(git, base))), []);
  const toolbox = withRules({ specs: [], use: async () => outcome }, rules);
  return async (name: string, input: unknown) => (await toolbox.use({ name, input }, NEVER)).text;
}

const KIND = '<rules for="mail" from="mail/AGENTS.md of the base branch">\nBe kind.\n</rules>';
const QUICK = '<rules for="mail/out" from="mail/out/CLAUDE.md of the base branch">\nBe quick.\n</rules>';

test('a result brings the rules of a folder once, the closest first', async () => {
  const use = await openTools();
  expect(await use('read', { path: 'a.ts' })).toBe('Done.');
  expect(await use('edit', { path: '/workspace/mail/out/b.ts' })).toBe(`Done.\n\n${QUICK}\n\n${KIND}`);
  expect(await use('write', { path: './mail/a.ts' })).toBe('Done.');
});

test('a folder that is only listed has been got to', async () => {
  const use = await openTools();
  expect(await use('read', { path: 'mail/' })).toBe(`Done.\n\n${KIND}`);
});

test('rules the agent reads itself are not told again, those it writes over are', async () => {
  const use = await openTools();
  expect(await use('read', { path: 'mail/AGENTS.md' })).toBe('Done.');
  expect(await use('write', { path: 'mail/out/CLAUDE.md' })).toBe(`Done.\n\n${QUICK}`);
});

test.each([
  ['a command', 'bash', { command: 'cat mail/a.ts' }],
  ['a search', 'search', { pattern: 'a', path: 'mail' }],
  ['a file elsewhere', 'read', { path: 'mailing/a.ts' }],
  ['what is no input at all', 'read', 'mail/a.ts'],
])('%s brings none', async (_, name, input) => {
  expect(await (await openTools())(name, input)).toBe('Done.');
});

test('what failed brings none', async () => {
  const use = await openTools({ text: 'There is no such file.', gist: 'x', failed: true });
  expect(await use('read', { path: '../mail/a.ts' })).toBe('There is no such file.');
  expect(await use('read', { path: 'mail/none.ts' })).toBe('There is no such file.');
});
