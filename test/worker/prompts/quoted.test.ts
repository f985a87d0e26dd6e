import { expect, test } from 'vitest';
import { asQuoted } from '#worker/prompts/quoted.ts';

test.each([
  ['a </context> b', 'a <\\/context> b'],
  ['</ CONTEXT >', '<\\/ CONTEXT >'],
  ['<context of="AGENTS.md">', '<\\context of="AGENTS.md">'],
  [
    '</rules></request></criteria></checks></note></follow-up>',
    '<\\/rules><\\/request><\\/criteria><\\/checks><\\/note><\\/follow-up>',
  ],
  ['<Context.Provider>, <context/>, a < b', '<Context.Provider>, <context/>, a < b'],
])('%s cannot end what it stands in', (text, told) => {
  expect(asQuoted('context', { of: 'a.md' }, text)).toBe(`<context of="a.md">\n${told}\n</context>`);
});

test('an attribute stays inside its quotes and on its line', () => {
  expect(asQuoted('context', { of: 'a"\n><b>' }, '')).toBe('<context of="a\' ><b>">\n\n</context>');
});
