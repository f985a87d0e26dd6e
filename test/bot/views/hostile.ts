import fc from 'fast-check';
import type { Task } from '#shared/task/task.ts';

const NASTY = [
  '<!channel>',
  '<@U0BEN>',
  '<https://evil.example|github.com>',
  '@everyone ',
  'fixes #1 ',
  'GH-1 ',
  '![x](https://evil.example/x.png)',
  '[x](javascript:alert(1))',
  '<img src=x>',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\u200b',
  '😀',
  '\ud83d',
  '`',
  '```\n',
  '~~~\n',
  '|',
  '\\',
  '\n',
  '\n## Evidence\n',
  '\n---\n',
  '&',
  '&amp;',
  '-->',
  'word ',
];

/** 10,000 characters of one thing. */
export const endless: readonly string[] = NASTY.map((part) => part.repeat(10_000).slice(0, 10_000));

/** Text that tries to do something wherever it is shown: short, mixed, or 10,000 characters of one thing. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...NASTY), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.constantFrom(...endless),
  fc.string({ unit: 'binary', maxLength: 400 }),
);

/** What the record's own schema fixes, and no text of anybody can be. */
const FIXED = new Set([
  'status',
  'step',
  'state',
  'whose',
  'check',
  'verdict',
  'stopped',
  'sandbox',
  'next',
  'code',
  'kind',
  'at',
  'better',
]);
const NAMES = 60;

/** The task with every text of people, agents, repositories and tests replaced, and every list of names a long one. */
export const poisoned = <T extends Task>(task: T, text: string): T => replaced(task, text) as T;

function replaced(value: unknown, text: string): unknown {
  if (typeof value === 'string') return isOurs(value) ? value : text;
  if (Array.isArray(value)) {
    const isNames = value.length > 0 && value.every((item) => typeof item === 'string');
    return isNames ? Array(NAMES).fill(text) : value.map((item) => replaced(item, text));
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, FIXED.has(key) ? item : replaced(item, text)]),
  );
}

/** Task ids, commit ids, and the requester's id, which Slack gave. */
const isOurs = (text: string): boolean => /^(?:t[0-9a-f]{11}|[0-9a-f]{40}|U0ANA)$/.test(text);
