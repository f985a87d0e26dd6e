import { expect, test } from 'vitest';
import { withoutRuntimeFrames } from '#worker/prompts/frames.ts';

test.each([
  [
    'Node’s',
    '  3 !== 2.5\n      at TestContext.<anonymous> (file:///workspace/a.mjs:7:41)\n      at Test.run (node:internal/test:1:2)\n      at async startSubtest (node:internal/test:3:4)\n      at node:internal/main:5\n  actual: 3',
    '  3 !== 2.5\n      at TestContext.<anonymous> (file:///workspace/a.mjs:7:41)\n      …\n  actual: 3',
  ],
  [
    'the JVM’s, between those of the repository',
    '\tat shop.TotalTest.sums(TotalTest.java:9)\n\tat java.base/java.lang.reflect.Method.invoke(Method.java:580)\n\tat org.junit.runners.Suite.run(Suite.java:1)\n\tat shop.Main.main(Main.java:3)',
    '\tat shop.TotalTest.sums(TotalTest.java:9)\n\t…\n\tat shop.Main.main(Main.java:3)',
  ],
  ['none', 'look at node:fs\nat noon', 'look at node:fs\nat noon'],
])('of stack traces, frames of the repository stay: %s', (_, output, shown) => {
  expect(withoutRuntimeFrames(output)).toBe(shown);
});
