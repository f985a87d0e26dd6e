import { Firestore } from '@google-cloud/firestore';
import { status as Status } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { createRecorder } from '#bot/events/record.ts';
import { firestoreTaskStore } from '#shared/adapters/google/task-store.ts';
import { TaskError } from '#shared/task/failure.ts';
import { firstBreak } from '#shared/task/log.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { startEmulator } from '../../google/emulators.ts';
import { ada, aTask, failure } from '../../shared/task/samples.ts';
import { eventually } from '../eventually.ts';
import { commitFacts } from '../task-store/acts.ts';
import { meddledDatabase } from './firestore-database.ts';

/** A rule that hits each first request of a kind, and then no more. */
const once = (call: string, code: Status, loses: 'request' | 'answer') => {
  let isDone = false;
  return (passing: { readonly call: string }) => {
    if (isDone || passing.call !== call) return undefined;
    isDone = true;
    return { code, loses };
  };
};

test.for([
  ['UNAVAILABLE', Status.UNAVAILABLE],
  ['DEADLINE_EXCEEDED', Status.DEADLINE_EXCEEDED],
  ['ABORTED', Status.ABORTED],
  ['INTERNAL', Status.INTERNAL],
] as const)('a write whose answer was lost with %s is done once, and its caller hears so', async ([, code]) => {
  const { proxy, open, openThrough } = await meddledDatabase();
  const [store, beside] = [openThrough(), open()];
  const task = aTask('a');
  const pools = [{ pool: 'all', size: 1 }];
  const losing = <T>(act: () => Promise<T>): Promise<T> => {
    proxy.meddle(once('Commit', code, 'answer'));
    return act();
  };
  expect(await losing(() => store.create(task))).toBe(true);
  expect(await losing(() => commitFacts(store, task, [{ type: 'execution.started', execution: 'one' }]))).toBe(true);
  expect(await losing(() => store.addNote(task.id, 1, 'key', { by: ada, at: 1, words: 'Hm' }))).toBe(1);
  expect(await losing(() => store.lease('writer', 'first', 0, 10))).toBe(true);
  expect(await losing(() => store.takeSlots(task.id, pools))).toBe(true);
  expect(await losing(() => store.giveSlots(task.id))).toBe(true);
  expect((await beside.read(task.id))?.task.executions).toEqual(['one']);
  expect(await beside.log(task.id)).toHaveLength(1);
  expect(await beside.notes(task.id, 1, 0)).toHaveLength(1);
  expect(await beside.takeSlots(taskIdOf('another'), pools)).toBe(true);
});

test('a commit goes on from one whose answer was lost', async () => {
  const { proxy, openThrough } = await meddledDatabase();
  const store = openThrough();
  const task = aTask('a');
  await store.create(task);
  let from = await store.read(task.id);
  for (const execution of ['one', 'two', 'three']) {
    if (!from) throw new Error('it was refused');
    proxy.meddle(once('Commit', Status.UNAVAILABLE, 'answer'));
    const entries = [{ attempt: 1, at: 1, fact: { type: 'execution.started', execution } as const }];
    from = await store.commit({ from, task: from.task, entries, hold: [] });
  }
  const log = await store.log(task.id);
  expect([log.length, from?.version, firstBreak(task.id, log)]).toEqual([3, 4, undefined]);
});

test('of twenty who record at once over a bad line, each is in the record once', async () => {
  const { proxy, open, openThrough } = await meddledDatabase();
  const stores = [openThrough(), openThrough()] as const;
  const task = aTask('a');
  await open().create(task);
  let passed = 0;
  const codes = [Status.UNAVAILABLE, Status.ABORTED, Status.INTERNAL];
  proxy.meddle(() => {
    passed += 1;
    const code = codes[passed % codes.length] ?? Status.UNAVAILABLE;
    return passed % 4 === 0 ? { code, loses: passed % 8 === 0 ? 'answer' : 'request' } : undefined;
  });
  const recorders = stores.map((store) => createRecorder({ store, now: () => 1 }));
  const names = Array.from({ length: 20 }, (_, index) => `execution-${index}`);
  await Promise.all(
    names.map((execution, index) =>
      recorders[index % 2]?.record(task.id, () => [{ type: 'execution.started', execution }]),
    ),
  );
  const { task: after } = (await open().read(task.id)) ?? {};
  expect(after?.executions.toSorted()).toEqual(names.toSorted());
  expect(await open().log(task.id)).toHaveLength(20);
});

test.for([
  [Status.PERMISSION_DENIED, 'store_forbidden', 'service', /roles\/datastore\.user/],
  [Status.UNAUTHENTICATED, 'store_unauthenticated', 'service', /service account/],
  [Status.INVALID_ARGUMENT, 'store_refused', 'service', /Retry once/],
] as const)('what Firestore refuses with code %i is told as %s', async ([code, name, whose, remedy]) => {
  const told = await failures(code, {});
  expect(told).toEqual(told.map(() => ({ code: name, whose, remedy: expect.stringMatching(remedy) })));
});

test.for([
  ['UNAVAILABLE', Status.UNAVAILABLE],
  ['DEADLINE_EXCEEDED', Status.DEADLINE_EXCEEDED],
  ['RESOURCE_EXHAUSTED', Status.RESOURCE_EXHAUSTED],
  ['ABORTED', Status.ABORTED],
  ['INTERNAL', Status.INTERNAL],
] as const)('nobody waits longer than patience lasts while Firestore says %s', async ([, code]) => {
  const told = await failures(code, { patienceMs: 500 });
  const passing = {
    code: expect.stringMatching(/^store_/),
    whose: 'transient',
    remedy: expect.stringMatching(/minute|quota/),
  };
  expect(told).toEqual(told.map(() => passing));
});

/** What people are told when Firestore answers everything with a code. */
async function failures(code: Status, options: { patienceMs?: number }) {
  const { proxy, openThrough } = await meddledDatabase();
  const store = openThrough(options);
  proxy.meddle(() => ({ code, loses: 'request' }));
  const acts = [store.create(aTask('a')), store.unsettled(), store.lease('writer', 'first', 0, 1)];
  return (await Promise.allSettled(acts)).map((act) => {
    const error: unknown = act.status === 'rejected' ? act.reason : undefined;
    if (!(error instanceof TaskError)) throw new Error('it was not refused in words', { cause: error });
    const { code: name, whose, remedy } = error;
    return { code: name, whose, remedy };
  });
}

test('what is too large for a document is refused in words, before anything is written', async () => {
  const { proxy, openThrough } = await meddledDatabase();
  const store = openThrough();
  const long = aTask('long', { words: 'x'.repeat(1_100_000) });
  await expect(store.create(long)).rejects.toMatchObject({ code: 'store_too_large', message: /1101 kB.*1000 kB/ });
  await store.create(aTask('a'));
  const written = proxy.seen.length;
  const note = { by: ada, at: 1, words: 'ä'.repeat(600_000) };
  await expect(store.addNote(aTask('a').id, 1, 'key', note)).rejects.toMatchObject({ code: 'store_too_large' });
  const why = 'x'.repeat(1_100_000);
  await expect(commitFacts(store, aTask('a'), [{ type: 'event.refused', why }])).rejects.toMatchObject({
    code: 'store_too_large',
  });
  expect(proxy.seen.slice(written).filter(({ call }) => call === 'Commit')).toEqual([]);
});

test.for(['', '/', '.', '..', '__all__', 'a/b', 'half \ud800', 'zero \u0000', 'é', 'e\u0301', 'x'.repeat(5_000)])(
  'a name such as %j is one of its own',
  async (name) => {
    const { open } = await meddledDatabase();
    const store = open();
    expect(await store.lease(name, 'first', 0, 10)).toBe(true);
    expect(await store.lease(`${name}.`, 'second', 0, 10)).toBe(true);
    expect(await store.holderOf(name)).toEqual({ holder: 'first', until: 10 });
    await store.show(name, name, { channel: 'C1', at: 1 });
    expect([...(await store.shown(name)).keys()]).toEqual([name]);
    expect(await store.takeSlots(taskIdOf('a'), [{ pool: name, size: 1 }])).toBe(true);
    expect(await store.addNote(taskIdOf('a'), 1, name, { by: ada, at: 1, words: name })).toBe(1);
    expect((await store.notes(taskIdOf('a'), 1, 0)).map(({ words }) => words)).toEqual([name]);
  },
);

test.for([
  ['whose stream ends', 'stream ends', 0],
  ['whose query Firestore refuses for a while', 'query refused', 1],
] as const)(
  'a listener %s is opened again, and what was committed and settled meanwhile is heard',
  async ([, how, told]) => {
    const { proxy, open, openThrough } = await meddledDatabase();
    const broken: unknown[] = [];
    const [store, beside] = [openThrough({ onBroken: (error) => broken.push(error) }), open()];
    const task = aTask('a');
    await beside.create(task);
    const heard: string[] = [];
    onTestFinished(store.watch(({ status }) => heard.push(status)));
    await eventually(() => expect(heard).toEqual(['queued']));
    proxy.meddle(({ call }) => (call === 'Listen' ? { code: Status.UNAVAILABLE, loses: 'request' } : undefined));
    expect(proxy.breakListeners(how)).toBe(1);
    await eventually(() => expect(broken).toHaveLength(told));
    await commitFacts(beside, task, [{ type: 'attempt.failed', failure }]);
    await beside.settle(task.id, 2);
    expect(await beside.unsettled()).toEqual([]);
    proxy.meddle(() => undefined);
    await eventually(() => expect(heard).toEqual(['queued', 'failed']));
  },
);

test('while Firestore is gone people are told so, and once it is back the same store goes on and hears', async () => {
  const emulator = await startEmulator('firestore');
  onTestFinished(() => emulator.kill());
  const before = process.env.FIRESTORE_EMULATOR_HOST;
  process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
  const firestore = new Firestore({ projectId: 'demo-restart' });
  process.env.FIRESTORE_EMULATOR_HOST = before;
  const store = firestoreTaskStore(firestore, { patienceMs: 60_000 });
  const hasty = firestoreTaskStore(firestore, { patienceMs: 1_000 });
  const heard: string[] = [];
  onTestFinished(store.watch(({ id }) => heard.push(id)));
  await store.create(aTask('a'));
  await eventually(() => expect(heard).toEqual([aTask('a').id]));
  await emulator.kill();
  await expect(hasty.create(aTask('b'))).rejects.toMatchObject({ code: 'store_unavailable', whose: 'transient' });
  await emulator.restart();
  // The emulator keeps nothing across a restart; Firestore would.
  await eventually(() => store.create(aTask('c')).then(() => undefined));
  await eventually(() => expect(heard).toContain(aTask('c').id));
});
