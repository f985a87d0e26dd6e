import { expect, test } from 'vitest';
import { recentHost } from '#bot/dispatch/recent-host.ts';
import { HEAD } from '../tasks.ts';

/** A host that counts what it is asked, and answers as it is told. */
function openHost(answer: () => Promise<string | undefined>) {
  const clock = { at: 0 };
  const asked: string[] = [];
  const host = recentHost(
    {
      repository: async (name) => {
        asked.push(name);
        return { name, defaultBranch: 'main', cloneUrl: (await answer()) ?? '' };
      },
      head: (name, branch) => {
        asked.push(`${name} ${branch}`);
        return answer();
      },
    },
    () => clock.at,
  );
  return { host, asked, clock };
}

test('many who ask at once ask GitHub once, and again when ten seconds are over', async () => {
  const { host, asked, clock } = openHost(async () => HEAD);
  const ask = () => Promise.all([1, 2, 3].map(() => host.head('acme/shop', 'main')));
  expect(await ask()).toEqual([HEAD, HEAD, HEAD]);
  clock.at = 9_999;
  await ask();
  expect(asked).toEqual(['acme/shop main']);
  clock.at = 10_000;
  await ask();
  await host.head('acme/shop', 'other');
  await host.repository('acme/shop');
  expect(asked).toEqual(['acme/shop main', 'acme/shop main', 'acme/shop other', 'acme/shop']);
});

test('bad news is told to all who asked, and never kept', async () => {
  const answers = [() => Promise.reject(new Error('away')), async () => undefined, async () => HEAD];
  const { host, asked } = openHost(() => answers.shift()?.() ?? Promise.resolve(HEAD));
  const both = await Promise.allSettled([host.head('acme/shop', 'main'), host.head('acme/shop', 'main')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await host.head('acme/shop', 'main')).toBeUndefined();
  expect(await host.head('acme/shop', 'main')).toBe(HEAD);
  expect(asked.length).toBe(3);
});
