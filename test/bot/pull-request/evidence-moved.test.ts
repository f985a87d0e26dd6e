import { describe, expect, test } from 'vitest';
import { checkReportsOf } from '#bot/pull-request/check-reports.ts';
import { movedNotice, withNotice } from '#bot/pull-request/evidence-moved.ts';
import type { TaskIn } from '#shared/task/task.ts';
import { HEAD, opened, STAGES, URL_OF_3 } from '../tasks.ts';

const green = opened('green') as TaskIn<'succeeded'>;
const moved = STAGES.moved as TaskIn<'succeeded'>;
const linkTo = (attempt: number, file: string) => `https://bot.test/${attempt}/${file}`;

describe('the notice on a pull request', () => {
  const notice = movedNotice(moved);

  test('names both commits, and is not there while the branch is where it was checked', () => {
    expect(notice).toContain('it is at `e1e0000` now, and what was checked is `bead000`');
    expect(movedNotice(green)).toBeUndefined();
  });

  test('stands above what people wrote, once, and goes without a trace', () => {
    const body = 'Ours\n\n- [x] ticked by a reviewer';
    const once = withNotice(body, notice);
    expect(once).toContain(`${notice}`);
    expect(once.endsWith(body)).toBe(true);
    expect(withNotice(once, notice)).toBe(once);
    expect(withNotice(once, undefined)).toBe(body);
    expect(withNotice(body, undefined)).toBe(body);
  });

  test('that somebody tore apart takes nothing else away', () => {
    expect(withNotice('<!-- bellhop:moved -->\nhalf', undefined)).toBe('<!-- bellhop:moved -->\nhalf');
    expect(withNotice('<!-- /bellhop:moved -->\nhalf', undefined)).toBe('<!-- /bellhop:moved -->\nhalf');
  });
});

describe('what a commit says', () => {
  test('is the evidence, with a way to the pull request', () => {
    expect(checkReportsOf(green, linkTo)).toEqual([
      {
        ...{ repository: 'acme/shop', id: green.id, commit: HEAD, conclusion: 'success', detailsUrl: URL_OF_3 },
        title: 'Every check passed at bead000.',
        summary: expect.stringContaining(
          '| test | <code>npm test</code> | failed (exit 1), 3.1 s | passed (exit 0), 3.1 s |',
        ),
      },
    ]);
  });

  test.each(['red', 'unproven'] as const)('is neutral, and no failure, when it is %s', (verdict) => {
    const reports = checkReportsOf(opened(verdict) as TaskIn<'succeeded'>, linkTo);
    expect(reports.map(({ conclusion }) => conclusion)).toEqual(['neutral']);
  });

  test('is over when the branch moved, and the newer commit says that nobody checked it', () => {
    expect(checkReportsOf(moved, linkTo)).toMatchObject([
      { commit: HEAD, conclusion: 'neutral', title: 'Superseded: the branch is at e1e0000 now' },
      { commit: moved.movedTo, conclusion: 'neutral', title: 'Not checked: the evidence is of bead000' },
    ]);
  });
});
