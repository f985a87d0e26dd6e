import { expect } from 'vitest';
import type { TaskStore } from '#shared/ports.ts';
import type { TaskEvent } from '#shared/task/events.ts';
import { advance } from '#shared/task/lifecycle.ts';
import { firstBreak } from '#shared/task/log.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { aTask, bot, failure, worker } from '../../shared/task/samples.ts';
import type { Promises } from '../contract.ts';
import { commitFacts, stored } from './acts.ts';
import type { OpenedStore } from './opened.ts';

export function recordsAndLog(promise: Promises<OpenedStore>): void {
  promise('a record reads back as it was created', async ({ store }) => {
    const task = aTask('a', { words: 'Quotes " \' ``, zero \u0000, half \ud800, flag 🏳️‍🌈, line\nbreak' });
    expect(await store.create(task)).toBe(true);
    expect((await stored(store, task)).task).toEqual(task);
  });

  promise('creating a record again changes nothing and says so', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    expect(await store.create({ ...task, createdAt: 99 })).toBe(false);
    expect((await stored(store, task)).task).toEqual(task);
  });

  promise('of twenty who create one record at once, one has created it', async ({ store, another }) => {
    const other = await another();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).create(aTask('a'))),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  promise('a record that nobody created is not there', async ({ store }) => {
    expect(await store.read(taskIdOf('nobody'))).toBeUndefined();
    expect(await store.log(taskIdOf('nobody'))).toEqual([]);
    expect(await store.held(taskIdOf('nobody'), 1)).toEqual([]);
  });

  promise('a record of several hundred thousand characters is kept whole', async ({ store }) => {
    const task = aTask('long', { words: 'ä'.repeat(300_000) });
    await store.create(task);
    expect((await stored(store, task)).task).toEqual(task);
  });

  promise('a commit replaces the record and gives it another version', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    const before = await stored(store, task);
    expect(await commitFacts(store, task, [{ type: 'admission.started' }])).toBe(true);
    const after = await stored(store, task);
    expect(after.task.status).toBe('admitting');
    expect(after.version).not.toBe(before.version);
  });

  promise('a commit from an older version changes neither record nor log nor what is held', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    const from = await stored(store, task);
    await commitFacts(store, task, [{ type: 'admission.started' }]);
    const late = { ...from.task, createdAt: 5 };
    const early = worker(task, 2, { type: 'unknown' });
    const entries = [bot({ type: 'cancel.proved' })];
    expect(await store.commit({ from, task: late, entries, hold: [early] })).toBeUndefined();
    expect((await stored(store, task)).task.status).toBe('admitting');
    expect(await store.log(task.id)).toHaveLength(1);
    expect(await store.held(task.id, 1)).toEqual([]);
  });

  promise('twenty who commit to one record at once lose no update', async ({ store, another }) => {
    const other = await another();
    const task = aTask('a');
    await store.create(task);
    const names = Array.from({ length: 20 }, (_, index) => `execution-${index}`);
    await Promise.all(names.map((name, index) => insist(index % 2 ? store : other, name)));
    const { task: after } = await stored(store, task);
    expect([...after.executions].sort()).toEqual([...names].sort());
    expect(await store.log(task.id)).toHaveLength(20);

    async function insist(by: TaskStore, execution: string): Promise<void> {
      while (!(await commitFacts(by, task, [{ type: 'execution.started', execution }])));
    }
  });

  promise('the log keeps every entry in order, numbered from 0', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    const first: TaskEvent[] = [bot({ type: 'admission.started' }), bot({ type: 'event.refused', why: 'forged' })];
    const second: TaskEvent[] = [worker(task, 1, { type: 'step.started', step: 'hydrate' })];
    for (const entries of [first, second]) {
      const from = await stored(store, task);
      await store.commit({ from, task: entries.reduce(advance, from.task), entries, hold: [] });
    }
    const log = await store.log(task.id);
    expect(log.map((entry) => entry.event)).toEqual([...first, ...second]);
    expect(log.map((entry) => entry.index)).toEqual([0, 1, 2]);
  });

  promise('each entry is chained to the one before, so that a changed log shows', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    await commitFacts(store, task, [{ type: 'admission.started' }, { type: 'event.refused', why: 'forged' }]);
    await commitFacts(store, task, [{ type: 'admission.passed', checks: [] }]);
    const log = await store.log(task.id);
    expect(firstBreak(task.id, log)).toBeUndefined();
    const changed = log.map((entry) =>
      entry.index === 1 ? { ...entry, event: bot({ type: 'cancel.proved' }) } : entry,
    );
    expect(firstBreak(task.id, changed)).toBe(1);
  });

  promise('early events are held in the order of seq, each once, by attempt', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    const [two, three] = [worker(task, 2, { type: 'unknown' }), worker(task, 3, { type: 'note.heard', note: 1 })];
    await commitFacts(store, task, [], [three]);
    await commitFacts(store, task, [], [two, three]);
    expect(await store.held(task.id, 1)).toEqual([two, three]);
    expect(await store.held(task.id, 2)).toEqual([]);
  });

  promise('a commit gives the record as it is then, and others may go on from there', async ({ store, another }) => {
    const task = aTask('a');
    await store.create(task);
    const facts = ['one', 'two', 'three'].map((execution) => bot({ type: 'execution.started', execution }));
    let from = await stored(store, task);
    for (const [index, fact] of facts.entries()) {
      const by = index === 1 ? await another() : store;
      const next = await by.commit({ from, task: advance(from.task, fact), entries: [fact], hold: [] });
      expect(next).toEqual(await stored(store, task));
      from = next ?? from;
    }
    expect((await store.log(task.id)).map((entry) => entry.event)).toEqual(facts);
    expect(firstBreak(task.id, await store.log(task.id))).toBeUndefined();
  });

  promise(
    'a commit goes on from the version it was read at, also when the thread was settled since',
    async ({ store }) => {
      const task = aTask('a');
      await store.create(task);
      await commitFacts(store, task, [{ type: 'attempt.failed', failure }]);
      const from = await stored(store, task);
      await store.settle(task.id, from.version);
      const entries = [bot({ type: 'event.refused', why: 'late' })];
      expect(await store.commit({ from, task: from.task, entries, hold: [] })).toBeDefined();
      expect((await store.unsettled()).map(({ id }) => id)).toEqual([task.id]);
    },
  );

  promise('a record says whether events of its attempt are held', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    expect((await stored(store, task)).holding).toBe(false);
    await commitFacts(
      store,
      task,
      [],
      [2, 3].map((seq) => worker(task, seq, { type: 'unknown' })),
    );
    for (const [folded, holding] of [
      [2, true],
      [3, false],
    ] as const) {
      const from = await stored(store, task);
      expect(from.holding).toBe(true);
      const after = await store.commit({ from, task: { ...from.task, folded }, entries: [], hold: [] });
      expect(after?.holding).toBe(holding);
    }
    expect((await stored(store, task)).holding).toBe(false);
  });

  promise('held events are dropped once they are folded', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    const events = [2, 3, 5].map((seq) => worker(task, seq, { type: 'unknown' }));
    await commitFacts(store, task, [], events);
    const from = await stored(store, task);
    await store.commit({ from, task: { ...from.task, folded: 3 }, entries: [], hold: [] });
    expect((await store.held(task.id, 1)).map((event) => event.seq)).toEqual([5]);
  });

  promise('held events of an attempt that is over are dropped', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    await commitFacts(store, task, [], [worker(task, 9, { type: 'unknown' })]);
    await commitFacts(store, task, [
      { type: 'attempt.failed', failure },
      { type: 'attempt.opened', next: 'retry' },
    ]);
    expect(await store.held(task.id, 1)).toEqual([]);
    expect((await stored(store, task)).holding).toBe(false);
  });

  promise('a run of a thousand events is one commit, held or folded', async ({ store }) => {
    const task = aTask('a');
    await store.create(task);
    const words = 'so much was said '.repeat(100);
    const events = Array.from({ length: 1_000 }, (_, index) => worker(task, index + 1, { type: 'agent.said', words }));
    expect(await commitFacts(store, task, [], events.slice(1))).toBe(true);
    expect(await store.held(task.id, 1)).toEqual(events.slice(1));
    const from = await stored(store, task);
    expect(
      await store.commit({ from, task: events.reduce(advance, from.task), entries: events, hold: [] }),
    ).toBeDefined();
    expect(await store.held(task.id, 1)).toEqual([]);
    const log = await store.log(task.id);
    expect(log.map((entry) => entry.event)).toEqual(events);
    expect(firstBreak(task.id, log)).toBeUndefined();
  });

  promise('what was written is there for whoever opens it next', async ({ store, another }) => {
    const task = aTask('a');
    await store.create(task);
    await commitFacts(store, task, [{ type: 'admission.started' }]);
    const next = await another();
    expect(await next.read(task.id)).toEqual(await store.read(task.id));
    expect(await next.log(task.id)).toEqual(await store.log(task.id));
  });
}
