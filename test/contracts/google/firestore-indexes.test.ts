import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { firestoreMemory } from '#shared/adapters/google/memory.ts';
import { firestoreTelemetryRelay } from '#shared/adapters/google/telemetry-relay.ts';
import type { TaskStore } from '#shared/ports.ts';
import {
  compositesIn,
  IndexDefinitions,
  isServed,
  type NeededIndex,
  neededIndex,
} from '../../google/firestore-indexes.ts';
import { aLesson } from '../../shared/task/findings.ts';
import { ada, aTask, worker } from '../../shared/task/samples.ts';
import { eventually } from '../eventually.ts';
import { commitFacts } from '../task-store/acts.ts';
import { meddledDatabase } from './firestore-database.ts';

// The emulator answers every query, also one that Firestore itself would refuse for want of an index.

const FILE = new URL('../../../deploy/google/firestore.indexes.json', import.meta.url);
const definitions = IndexDefinitions.parse(JSON.parse(readFileSync(FILE, 'utf8')));

test('every query of the store has its index, and no index is there for nothing', async () => {
  const { queries } = await everythingAsked();
  expect(queries.filter((query) => !isServed(query, definitions))).toEqual([]);
  const asked = queries.map(({ collection, fields }) => `${collection}: ${fields.join(', ')}`);
  expect(compositesIn(definitions).filter((index) => !asked.includes(index))).toEqual([]);
  expect(new Set(asked)).toEqual(
    new Set([
      'tasks: requester ASCENDING, ended ASCENDING, createdAt DESCENDING',
      'tasks: requester ASCENDING, startedAt ASCENDING',
      'tasks: settled ASCENDING, createdAt ASCENDING',
      'tasks: committedAt ASCENDING',
      'tasks: committedAt DESCENDING',
      'log: ',
      'notes: number ASCENDING',
      'pools: holders CONTAINS',
      'shown: thread ASCENDING',
    ]),
  );
});

test('a query whose index is missing is found', () => {
  const [first] = definitions.indexes;
  const without = { ...definitions, indexes: definitions.indexes.filter((index) => index !== first) };
  const query = { collection: 'tasks', fields: ['settled ASCENDING', 'createdAt ASCENDING'] };
  expect([isServed(query, definitions), isServed(query, without)]).toEqual([true, false]);
  expect(isServed({ collection: 'tasks', fields: ['body ASCENDING'] }, definitions)).toBe(false);
  expect(isServed({ collection: 'unheard of', fields: ['body ASCENDING'] }, definitions)).toBe(true);
});

test('no field is indexed that nobody asks for: a text of 1500 bytes would be refused, and each entry costs', async () => {
  const { collections } = await everythingAsked();
  const exempt = definitions.fieldOverrides.filter(
    ({ fieldPath, indexes }) => fieldPath === '*' && indexes.length === 0,
  );
  expect(new Set(exempt.map(({ collectionGroup }) => collectionGroup))).toEqual(collections);
});

test('what may vanish says when, and Firestore is told to look there', async () => {
  const { expiring } = await everythingAsked();
  const told = definitions.fieldOverrides.filter(({ ttl }) => ttl);
  expect(told.map(({ fieldPath }) => fieldPath)).toEqual(told.map(() => 'expireAt'));
  expect(new Set(told.map(({ collectionGroup }) => collectionGroup))).toEqual(expiring);
});

/** What the store, the memory and the relay ask for and write when everything in their ports is called once. */
async function everythingAsked() {
  const { proxy, open, openThrough, clientThrough } = await meddledDatabase();
  await callEverything(openThrough(), open());
  await firestoreMemory(clientThrough()).keep('acme/shop', [aLesson('Use pnpm')], 2_000);
  firestoreTelemetryRelay({ firestore: clientThrough(), bot: 'one' }).pass('t0123456789a-1', 'news');
  await eventually(() => expect(JSON.stringify(proxy.seen)).toContain('/telemetry/'));
  const structured = proxy.seen.flatMap(({ request }) => structuredQueryIn(request) ?? []);
  const writes = proxy.seen.flatMap(({ request }) => (request as Wire).writes ?? []);
  const documents = writes.flatMap(({ update }) => update ?? []);
  return {
    queries: structured.map(neededIndex) satisfies NeededIndex[],
    collections: new Set(documents.map(({ name }) => collectionOf(name))),
    expiring: new Set(documents.filter(({ fields }) => 'expireAt' in fields).map(({ name }) => collectionOf(name))),
  };
}

interface Wire {
  readonly structuredQuery?: object | null;
  readonly addTarget?: { readonly query?: { readonly structuredQuery?: object } };
  readonly writes?: readonly { readonly update?: { readonly name: string; readonly fields: object } | null }[];
}

const structuredQueryIn = (request: unknown) =>
  (request as Wire).structuredQuery ?? (request as Wire).addTarget?.query?.structuredQuery;

const collectionOf = (name: string): string => name.split('/').at(-2) ?? '';

async function callEverything(store: TaskStore, other: TaskStore): Promise<void> {
  const task = aTask('a');
  const pools = [{ pool: 'all', size: 1 }];
  const heard: string[] = [];
  const unwatch = store.watch(({ id }) => heard.push(id));
  await other.create(task);
  await eventually(() => expect(heard).toEqual([task.id]));
  unwatch();
  await store.create(task);
  await commitFacts(store, task, [{ type: 'admission.started' }], [worker(task, 2, { type: 'unknown' })]);
  await store.held(task.id, 1);
  await store.log(task.id);
  await store.askedBy(ada.id, 10);
  await store.unsettled();
  await store.settle(task.id, 2);
  await store.show(task.id, 'card', { channel: 'C0SHOP', ts: '1.1', at: 1 });
  await store.shown(task.id);
  await store.ofThread('C0SHOP', '1.1');
  await store.spent(ada.id, 0);
  await store.lease('writer', 'first', 0, 10);
  await store.holderOf('writer');
  await store.release('writer', 'first');
  await store.takeSlots(task.id, pools);
  await store.giveSlots(task.id);
  await store.addNote(task.id, 1, 'key', { by: ada, at: 1, words: 'Use decimals' });
  await store.notes(task.id, 1, 0);
}
