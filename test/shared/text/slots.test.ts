import { expect, test } from 'vitest';
import { fillSlots } from '#shared/text/slots.ts';

test('slots are filled, each wherever it stands', () => {
  expect(fillSlots('{{a}} and {{b}} and {{a}}', { a: '1', b: '2' })).toBe('1 and 2 and 1');
});

test('a slot without a value and a value without a slot are mistakes', () => {
  expect(() => fillSlots('{{a}} {{b}}', { a: '1' })).toThrow('no value for the slots b');
  expect(() => fillSlots('{{a}}', { a: '1', c: '2' })).toThrow('no slots for the values c');
  expect(() => fillSlots('{{toString}}', {})).toThrow('no value for the slots toString');
});

test('a value that looks like a slot or a pattern stays what it is', () => {
  expect(fillSlots('{{a}}|{{b}}', { a: '{{b}} $& $1', b: 'x' })).toBe('{{b}} $& $1|x');
});
