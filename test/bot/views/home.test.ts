import { describe, expect, test } from 'vitest';
import { home } from '#bot/views/home.ts';
import { checkView } from '#deploy/local/slack/validate/view.ts';
import { ANA, at, BORN_AT, born, failed, ready, STAGES } from '../tasks.ts';
import { buttonsOf, objectsIn, read } from './shown.ts';

const around = { person: ANA, repositories: ['acme/shop', 'acme/api'], now: BORN_AT + 3 * 60_000 };

describe('an empty Home tab', () => {
  test('says what to type and offers the form', () => {
    const { blocks } = home({ ...around, tasks: [] });
    expect(read(blocks)).toContain('/agent acme/shop what to change');
    expect(read(blocks)).toContain('You may ask for 2 repositories.');
    expect(buttonsOf(blocks)).toEqual(['New task']);
  });

  test('says whom to ask when there is no repository to ask for', () => {
    const { blocks } = home({ ...around, repositories: [], tasks: [] });
    expect(read(blocks)).toContain('You may not ask for any repository yet.');
    expect(buttonsOf(blocks)).toEqual([]);
  });
});

describe('the Home tab', () => {
  test('shows each task with its state, its age, its thread and what can be done', () => {
    const { blocks } = home({
      ...around,
      tasks: [{ task: STAGES.implement, permalink: 'https://acme.slack.com/archives/C0/p1' }],
    });
    expect(read(blocks)).toContain('Fix the rounding of prices in the cart\nThe agent is changing the code.');
    expect(read(blocks)).toContain('acme/shop@mainasked 3 min ago');
    expect(buttonsOf(blocks)).toEqual(['New task', 'Open thread', 'Cancel']);
  });

  test('shows what runs before what has ended, and the newest first', () => {
    const named = (words: string, createdAt: number) => ({ ...born({ words }, words), createdAt });
    const tasks = [
      failed(named('ended long ago', 1)),
      at('implement', ready(named('runs, older', 2))),
      failed(named('ended just now', 4)),
      at('implement', ready(named('runs, newer', 3))),
    ].map((task) => ({ task }));
    const shown = read(home({ ...around, tasks }).blocks).match(
      /ended long ago|runs, older|ended just now|runs, newer/g,
    );
    expect(shown).toEqual(['runs, newer', 'runs, older', 'ended just now', 'ended long ago']);
  });

  test('of somebody with 500 tasks stays within what Slack takes and says how many more there are', () => {
    const tasks = Array.from({ length: 500 }, (_, index) => ({
      task: { ...STAGES.red, id: born({}, `key ${index}`).id },
      permalink: 'https://acme.slack.com/archives/C0/p1',
    }));
    const view = home({ ...around, tasks });
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    expect(read(view.blocks)).toContain('and 480 older');
    expect(checkView(view, 'home')).toMatchObject({ ok: true });
  });

  test('has no two buttons with one id', () => {
    const tasks = [STAGES.red, { ...STAGES.implement, id: born({}, 'other').id }].map((task) => ({ task }));
    const ids = objectsIn(home({ ...around, tasks }).blocks).flatMap(({ action_id }) => action_id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
