import { expect, test } from 'vitest';
import { mismatch } from '#worker/agent/tools/mismatch.ts';

const FILE = `import { price } from './price.js';

export function total(items) {
  let sum = 0;
  for (const item of items) {
\t  sum -= price(item);
  }
  return sum;
}
`;

test.each([
  ['line endings of the file', 'one\r\ntwo\r\n', 'one\ntwo', /line endings only: those of the file are \\r\\n\./],
  ['line endings that were given', 'one\ntwo\n', 'one\r\ntwo', /line endings only: those of the file are \\n\./],
  ['numbers of lines', FILE, "1\timport { price } from './price.js';\n2\t\n3\texport", /Leave out the line numbers/],
  [
    'indentation',
    FILE,
    '    sum -= price(item);',
    /^Line 6 is .* white space: line 6 is "\\t {2}sum -= price\(item\);"\.$/,
  ],
  [
    'white space within',
    FILE,
    'let sum=0;\n for (const item of items) {',
    /^Lines 4 to 5 are .* line 4 is " {2}let sum = 0;"\.$/,
  ],
  ['empty lines around', FILE, '\n\n  return sum;\n', /^Line 8 is the same but for line breaks/],
  ['one other word', FILE, '  sum -= cost(item);', /^Line 6 is the most like it:\n\t {2}sum -= price\(item\);$/],
  [
    'one other line of three',
    FILE,
    '  let sum = 1;\n  for (const item of items) {\n    sum -= 7;',
    /^Lines 4 to 6 are the most like it:\n {2}let sum = 0;\n/,
  ],
  ['nothing alike', FILE, 'const zebra = 7;', /^Nothing there is like it/],
  ['an empty file', '', 'anything', /^Nothing there is like it/],
  ['nothing but white space', FILE, ' \n\n ', /^Nothing there is like it/],
])('says what is different: %s', (_, text, wanted, words) => {
  expect(mismatch(text, wanted)).toMatch(words);
});

test('finds the place in a long file, and does not take long', () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => `const value${index} = compute(${index});`);
  const wanted = lines.slice(40_000, 40_020).map((line) => line.replace('const', 'let'));
  expect(mismatch(lines.join('\n'), wanted.join('\n'))).toMatch(/^Lines 40001 to 40012 are the most like it/);
});
