import { expect, test } from 'vitest';
import { render } from '#worker/prompts/render.ts';

test.each([
  ['system', {}],
  ['task', { repository: 'R', request: 'Q', criteria: 'C', checks: 'K', context: 'X' }],
  ['fix', { checks: 'K', broken: 'B', stillFailing: 'S', lost: 'L', bounds: 'B' }],
  ['refused', { reasons: 'R' }],
  ['note', { by: 'D', words: 'W' }],
  ['nudge', { seen: 'You called no tool.' }],
] as const)('the prompt “%s” has just the slots that are filled', (name, values) => {
  const text = render(name, values);
  expect(text).not.toContain('{{');
  for (const value of Object.values(values)) expect(text).toContain(value);
});
