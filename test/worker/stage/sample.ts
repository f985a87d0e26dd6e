/** A small shop with a bug that its test shows. */
export const SHOP = {
  'package.json': JSON.stringify({ name: 'shop', type: 'module', scripts: { test: 'node --test' } }),
  'total.js': 'export const total = (prices) => prices.reduce((sum, price) => sum - price, 0);\n',
  'total.test.js': `import assert from 'node:assert';
import { test } from 'node:test';
import { total } from './total.js';
test('the total is the sum', () => assert.equal(total([1, 2]), 3));
test('nothing costs nothing', () => assert.equal(total([]), 0));
`,
};

/** The same bug where nothing takes long: the check is a line of shell. */
export const SIGN = {
  '.agent.yml': 'checks:\n  - name: sign\n    run: grep plus sign.txt\n',
  'sign.txt': 'minus\n',
  'README.md': '# Signs\n',
};

export const call = (tool: string, input: object, expect?: string) => ({ tool, input, ...(expect && { expect }) });

export const FINISH = call('finish', {
  summary: 'Turn the sign around',
  why: 'It was wrong. Fixes #12, as @dana says.',
  verify: 'Run the check.',
  risk: 'None.',
  rollback: 'Revert the commit.',
});

export const MEND = call('edit', { path: 'sign.txt', old_text: 'minus', new_text: 'plus' });

/** A recording for the sample with the sign: what is done, one call a turn, and then the end. */
export const recording = (calls: readonly object[], fix: readonly (readonly object[])[] = []) => ({
  repository: 'acme/shop',
  request: 'right',
  turns: turnsOf(calls),
  ...(fix.length > 0 && { fix: fix.map(turnsOf) }),
});

const turnsOf = (calls: readonly object[]) => [...calls, FINISH].map((each) => ({ calls: [each] }));
