import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip, clipTail, lengthOf } from '#shared/text/clip.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const max = fc.integer({ min: 0, max: 70 });

test('text that fits stays as it is', () => {
  expect(clip('twelve', 6)).toBe('twelve');
  expect(clipTail('twelve', 6)).toBe('twelve');
  expect(clip('😀😀', 2)).toBe('😀😀');
});

test('text that does not fit ends in an ellipsis, a tail begins with one', () => {
  expect(clip('thirteen', 7)).toBe('thirte…');
  expect(clipTail('thirteen', 7)).toBe('…irteen');
});

test('no character is cut in two', () => {
  expect(clip('😀😀😀', 2)).toBe('😀…');
  expect(clipTail('😀😀😀', 2)).toBe('…😀');
  fc.assert(
    fc.property(text, max, (given, limit) => {
      for (const cut of [clip(given, limit), clipTail(given, limit)]) expect(cut.isWellFormed()).toBe(true);
    }),
  );
});

test('no more than asked for is left, and all of what fits', () => {
  fc.assert(
    fc.property(text, max, (given, limit) => {
      expect(lengthOf(clip(given, limit))).toBe(Math.min(lengthOf(given), limit));
      expect(lengthOf(clipTail(given, limit))).toBeLessThanOrEqual(limit);
    }),
  );
});

test('what is left is the beginning, of a tail the end', () => {
  fc.assert(
    fc.property(text, max, (given, limit) => {
      expect(given.startsWith(clip(given, limit).replace(/…$/, ''))).toBe(true);
      expect(given.endsWith(clipTail(given, limit).replace(/^…/, ''))).toBe(true);
    }),
  );
});

test('a tail begins with a whole line where that costs less than half of it', () => {
  expect(clipTail('one\ntwo\nthree\nfour', 13)).toBe('…three\nfour');
  expect(clipTail('one\na very long last line', 20)).toBe('…very long last line');
});

test('length is what a person would count', () => {
  expect(lengthOf('a😀ä')).toBe(3);
});
