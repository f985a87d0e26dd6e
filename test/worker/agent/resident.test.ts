import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFiles } from '#worker/agent/hands/files.ts';
import { openResident } from '#worker/agent/hands/resident.ts';
import { unsandboxed } from '#worker/sandbox/unsandboxed.ts';

const MiB = 1024 ** 2;
const LIMITS = { wallMs: 5_000, memoryBytes: 512 * MiB, processes: 64, diskBytes: 64 * MiB, outputBytes: MiB };
const signal = new AbortController().signal;

/** A process that answers as the test says, or our own. */
async function open(program?: string, limits = LIMITS) {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-resident-'));
  const sandbox = unsandboxed({ workspace: folder, home: folder, path: process.env.PATH ?? '' });
  onTestFinished(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  return openResident(sandbox, limits, program);
}

/** Says something to every line it hears. */
const saying = (text: string) => `process.stdin.on('data', () => process.stdout.write(${JSON.stringify(text)}))`;

test.each([
  ['words', 'Hello\n'],
  ['half of an answer', '{"id": 1\n'],
  ['a number', '1\n'],
  ['nothing', 'null\n'],
  ['an answer to another question', '{"id": 2, "lines": [], "total": 0}\n'],
])('one that answers with %s is not believed', async (_, text) => {
  const resident = await open(saying(text));
  await expect(resident.ask({ act: 'read' }, signal)).rejects.toThrow('nonsense');
});

test('an answer of another kind is not believed either', async () => {
  const files = createFiles(await open(saying('{"id":1,"text":["not", "a", "text"]}\n')));
  await expect(files.text('a', signal)).rejects.toThrow('nonsense');
});

test('a problem nobody knows is told in its own words, cut short', async () => {
  const problem = { id: 1, problem: 'constructor', words: 'w'.repeat(10_000) };
  const files = createFiles(await open(saying(`${JSON.stringify(problem)}\n`)));
  await expect(files.text('./a', signal)).rejects.toThrow(/^a: w{500}$/);
});

test('one that never comes to an end is stopped', async () => {
  const resident = await open(`const x = 'x'.repeat(65536); const on = () => process.stdout.write(x, on); on();`);
  await expect(resident.ask({}, signal)).rejects.toThrow('It was stopped');
});

test('one that says nothing is stopped when its time is up, and the next question finds another one', async () => {
  const program = `process.stdin.once('data', (line) => { if (JSON.parse(line).act === 'answer') console.log('{"id":2}') })`;
  const resident = await open(program, { ...LIMITS, wallMs: 1_000 });
  await expect(resident.ask({ act: 'wait' }, signal)).rejects.toThrow('it took longer than it may');
  expect(await resident.ask({ act: 'answer' }, signal)).toEqual({ id: 2 });
});

test('one that dies is replaced', async () => {
  const program = `process.stdin.once('data', (line) => JSON.parse(line).act === 'die' ? process.exit(3) : console.log('{"id":2}'))`;
  const resident = await open(program);
  await expect(resident.ask({ act: 'die' }, signal)).rejects.toThrow('It failed with exit code 3');
  expect(await resident.ask({ act: 'answer' }, signal)).toEqual({ id: 2 });
});

test('the end of the attempt ends a question', async () => {
  const resident = await open(saying(''));
  const stop = new AbortController();
  const asking = resident.ask({}, stop.signal);
  stop.abort(new Error('stopped by Dana'));
  await expect(asking).rejects.toThrow('stopped by Dana');
});

test('our own answers question after question', async () => {
  const files = createFiles(await open());
  await files.write('./a/b.txt', 'one\ntwo\n', signal);
  expect(await files.text('./a/b.txt', signal)).toBe('one\ntwo\n');
  expect(await files.read({ path: './a', from: 1, count: 1, lineCharacters: 10 }, signal)).toEqual({
    entries: ['b.txt'],
  });
  expect(await files.changes(signal)).toBe('');
});
