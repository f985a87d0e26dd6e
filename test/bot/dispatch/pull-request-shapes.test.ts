import { expect, test } from 'vitest';
import { shapesOf } from '#bot/dispatch/pull-request-shapes.ts';

const TEMPLATE = '<!-- Say what\nand why -->\n## What\n\n{}\n\n## Tests\n\n- [ ] I ran them\n';
const pull = (number: number, words: string) => ({
  number,
  title: `Change ${number}`,
  body: TEMPLATE.replace('{}', words),
});

test('a template is told once, and what people never see not at all', () => {
  expect(shapesOf([pull(2, 'Prices are rounded.'), pull(1, 'Mail is sent.')]).pullRequests).toEqual([
    { number: 2, title: 'Change 2', body: '## What\n\nPrices are rounded.\n\n## Tests\n\n- [ ] I ran them' },
    { number: 1, title: 'Change 1', body: 'Mail is sent.' },
  ]);
});

test('of five the beginning is told, of all the title, each on one line', () => {
  const merged = Array.from({ length: 20 }, (_, index) => ({
    ...{ number: 20 - index, title: `Line\n${'x'.repeat(500)}`, body: `${index} ${'y'.repeat(70_000)}` },
  }));
  const { pullRequests, titles = [] } = shapesOf(merged);
  expect(pullRequests.map(({ body }) => body.length)).toEqual([400, 400, 400, 400, 400]);
  expect(titles).toHaveLength(20);
  expect(titles[0]).toHaveLength(200);
  expect(titles[0]).not.toContain('\n');
});

test('a comment that never ends hides nothing but itself', () => {
  expect(shapesOf([{ number: 1, title: 'T', body: 'Seen\n<!-- not' }]).pullRequests[0]?.body).toBe('Seen');
});
