import { expect } from 'vitest';
import type { TaskStore } from '#shared/ports.ts';
import { taskIdOf } from '#shared/task/task.ts';
import type { Promises } from '../contract.ts';
import type { OpenedStore } from './opened.ts';

const [a, b, c] = [taskIdOf('a'), taskIdOf('b'), taskIdOf('c')];
const all = { pool: 'all', size: 2 };
const adas = { pool: 'person U0ADA', size: 1 };

export function leasesAndSlots(promise: Promises<OpenedStore>): void {
  promise('a lease is held by one until it ends, and renewed by its holder', async ({ store }) => {
    expect(await store.lease('writer', 'first', 0, 10)).toBe(true);
    expect(await store.lease('writer', 'second', 9, 19)).toBe(false);
    expect(await store.lease('writer', 'first', 9, 19)).toBe(true);
    expect(await store.lease('writer', 'second', 18, 28)).toBe(false);
    expect(await store.lease('writer', 'second', 19, 29)).toBe(true);
    expect(await store.lease('writer', 'first', 20, 30)).toBe(false);
    expect(await store.lease('another', 'first', 20, 30)).toBe(true);
  });

  promise('who holds a lease is told, also when it has run out', async ({ store }) => {
    expect(await store.holderOf('writer')).toBeUndefined();
    await store.lease('writer', 'first', 0, 10);
    expect(await store.holderOf('writer')).toEqual({ holder: 'first', until: 10 });
  });

  promise('a lease is released by its holder alone', async ({ store }) => {
    await store.lease('writer', 'first', 0, 10);
    await store.release('writer', 'second');
    expect(await store.lease('writer', 'second', 5, 15)).toBe(false);
    await store.release('writer', 'first');
    expect(await store.lease('writer', 'second', 5, 15)).toBe(true);
  });

  promise('of twenty who want a lease at once, one has it', async ({ store, another }) => {
    const stores = [store, await another()];
    const answers = await Promise.all(among(stores, 20, (by, index) => by.lease('writer', `holder ${index}`, 0, 10)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  promise('a pool gives as many slots as it has, and again what comes back', async ({ store }) => {
    expect(await store.takeSlots(a, [all])).toBe(true);
    expect(await store.takeSlots(b, [all])).toBe(true);
    expect(await store.takeSlots(c, [all])).toBe(false);
    expect(await store.giveSlots(a)).toBe(true);
    expect(await store.takeSlots(c, [all])).toBe(true);
  });

  promise('a task that has its slots keeps them', async ({ store }) => {
    for (let again = 0; again < 3; again += 1) expect(await store.takeSlots(a, [all, adas])).toBe(true);
    expect(await store.takeSlots(b, [all])).toBe(true);
    expect(await store.takeSlots(c, [all])).toBe(false);
  });

  promise('a task takes a slot of every pool or of none', async ({ store }) => {
    await store.takeSlots(a, [adas]);
    expect(await store.takeSlots(b, [all, adas])).toBe(false);
    expect(await store.giveSlots(b)).toBe(false);
    expect(await store.takeSlots(c, [{ ...all, size: 1 }])).toBe(true);
  });

  promise('giving back says whether there was something to give', async ({ store }) => {
    await store.takeSlots(a, [all, adas]);
    expect(await store.giveSlots(a)).toBe(true);
    expect(await store.giveSlots(a)).toBe(false);
  });

  promise('fifty takers at once never get more than there is', async ({ store, another }) => {
    const stores = [store, await another()];
    const five = [{ pool: 'all', size: 5 }];
    const takers = Array.from({ length: 50 }, (_, index) => taskIdOf(`taker ${index}`));
    const taken = await Promise.all(takers.map((task, index) => storeAt(stores, index).takeSlots(task, five)));
    expect(taken.filter(Boolean)).toHaveLength(5);
    const back = await Promise.all(takers.map((task, index) => storeAt(stores, index + 1).giveSlots(task)));
    expect(back).toEqual(taken);
  });

  promise('a pool that was made smaller lets nobody in until it has drained', async ({ store }) => {
    await store.takeSlots(a, [all]);
    await store.takeSlots(b, [all]);
    await store.giveSlots(a);
    expect(await store.takeSlots(c, [{ ...all, size: 1 }])).toBe(false);
    await store.giveSlots(b);
    expect(await store.takeSlots(c, [{ ...all, size: 1 }])).toBe(true);
  });
}

function among<T>(stores: readonly TaskStore[], count: number, act: (store: TaskStore, index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => act(storeAt(stores, index), index));
}

const storeAt = (stores: readonly TaskStore[], index: number) => stores[index % stores.length] as TaskStore;
