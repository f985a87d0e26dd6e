import { expect } from 'vitest';
import type { Memory } from '#shared/ports.ts';
import { ALL, KINDS, LONGEST_MS } from '#shared/task/memory.ts';
import { aCheck, aFlakyTest, aLesson, foundAt } from '../shared/task/findings.ts';
import { contract, type Options } from './contract.ts';

export interface OpenedMemory {
  readonly memory: Memory;
  /** One more on the same data, as another process would have it. */
  another(): Promise<Memory>;
  close(): Promise<void>;
}

const SHOP = 'acme/shop';
const NOW = 2_000_000;

/** What every Memory promises. */
export function keepsTheContract(adapter: string, open: () => Promise<OpenedMemory>, options: Options = {}): void {
  contract({ port: 'Memory', adapter }, open, options, (promise) => {
    promise('what was kept is there for everybody, newest first, as it was', async ({ memory, another }) => {
      const records = [aLesson('Use pnpm'), aFlakyTest('ships', foundAt(3_000)), aCheck('test', foundAt(2_000))];
      await memory.keep(SHOP, records, NOW);
      const [lesson, flaky, check] = records;
      expect(await (await another()).of(SHOP, NOW)).toEqual([flaky, check, lesson]);
    });

    promise('what is known of one repository is told of no other', async ({ memory }) => {
      await memory.keep(SHOP, [aLesson('Use pnpm')], NOW);
      expect(await memory.of('acme/shop.js', NOW)).toEqual([]);
      expect(await memory.forget('acme/shop.js', ALL, NOW)).toEqual([]);
      expect(await memory.of(SHOP, NOW)).toHaveLength(1);
    });

    promise('the same attempt kept again changes nothing, a later one is counted', async ({ memory, another }) => {
      const other = await another();
      const first = aLesson('Use pnpm');
      const later = aLesson('Use pnpm', foundAt(5_000, 'another task'));
      for (const by of [memory, other, memory]) await by.keep(SHOP, [first], NOW);
      expect(await memory.of(SHOP, NOW)).toEqual([first]);
      for (const by of [memory, other]) await by.keep(SHOP, [later, first], NOW);
      expect(await other.of(SHOP, NOW)).toEqual([{ ...later, seen: 2 }]);
    });

    promise('two that keep at the same moment both do', async ({ memory, another }) => {
      const keepers = [memory, await another(), await another()];
      await Promise.all(keepers.map((by, index) => by.keep(SHOP, [aLesson(`Fact ${index}`)], NOW)));
      expect(await memory.of(SHOP, NOW)).toHaveLength(3);
    });

    promise('what has expired is not there any more', async ({ memory }) => {
      const flaky = aFlakyTest('ships');
      await memory.keep(SHOP, [flaky, aLesson('Use pnpm')], NOW);
      expect(await memory.of(SHOP, flaky.expiresAt - 1)).toHaveLength(2);
      expect(await memory.of(SHOP, flaky.expiresAt)).toMatchObject([{ kind: 'lesson' }]);
      expect(await memory.of(SHOP, NOW + LONGEST_MS)).toEqual([]);
    });

    promise(
      'there are never more of a kind than fit: what nobody found for longest leaves first',
      async ({ memory }) => {
        const { most } = KINDS.lesson;
        await memory.keep(SHOP, [aCheck('test', foundAt(1))], NOW);
        for (let at = 1; at <= most + 3; at += 1) await memory.keep(SHOP, [aLesson(`Fact ${at}`, foundAt(at))], NOW);
        const lessons = (await memory.of(SHOP, NOW)).filter(({ kind }) => kind === 'lesson');
        expect(lessons).toHaveLength(most);
        expect(lessons.at(0)).toMatchObject({ words: `Fact ${most + 3}` });
        expect(lessons.at(-1)).toMatchObject({ words: 'Fact 4' });
        expect(await memory.of(SHOP, NOW)).toHaveLength(most + 1);
      },
    );

    promise('what was forgotten is gone, and is given back once', async ({ memory, another }) => {
      const [lesson, check] = [aLesson('Use pnpm'), aCheck('test')];
      await memory.keep(SHOP, [lesson, check], NOW);
      expect(await memory.forget(SHOP, lesson.id, NOW)).toEqual([lesson]);
      expect(await memory.forget(SHOP, lesson.id, NOW)).toEqual([]);
      expect(await (await another()).of(SHOP, NOW)).toEqual([check]);
      expect(await memory.forget(SHOP, ALL, NOW)).toEqual([check]);
      expect(await memory.of(SHOP, NOW)).toEqual([]);
    });

    promise('what was forgotten does not come back from an attempt that began before', async ({ memory, another }) => {
      const [lesson, check] = [aLesson('Use pnpm', foundAt(1_000)), aCheck('test', foundAt(1_000))];
      await memory.keep(SHOP, [lesson, check], NOW);
      await memory.forget(SHOP, lesson.id, 1_500);
      await (await another()).keep(SHOP, [lesson, check], NOW);
      expect(await memory.of(SHOP, NOW)).toEqual([check]);
      await memory.forget(SHOP, ALL, 1_600);
      await (await another()).keep(SHOP, [lesson, check], NOW);
      expect(await memory.of(SHOP, NOW)).toEqual([]);
    });

    promise('what was forgotten comes back when a later attempt finds it again', async ({ memory }) => {
      await memory.keep(SHOP, [aLesson('Use pnpm', foundAt(1_000))], NOW);
      await memory.forget(SHOP, ALL, 1_500);
      const again = aLesson('Use pnpm', foundAt(1_501));
      await memory.keep(SHOP, [again], NOW);
      expect(await memory.of(SHOP, NOW)).toEqual([again]);
    });

    promise('any text comes back as it was', async ({ memory }) => {
      const odd = aLesson("a “b” 'c' \\ \u{1f600} `d` $e");
      await memory.keep('Acme-1/shop_2.js', [odd], NOW);
      expect(await memory.of('Acme-1/shop_2.js', NOW)).toEqual([odd]);
    });
  });
}
