import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localTaskEventsReader, localTaskEventsWriter } from '#shared/adapters/local/task-events.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { eventually } from './eventually.ts';
import { running } from './processes/running.ts';
import { keepsTheContract, listening } from './task-events.contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

const task = taskIdOf('a');
const source = { task, attempt: 1 };

keepsTheContract('embedded', async () => {
  const { reader, writer, close } = place();
  return { reader, writer: async (of, attempt) => writer({ task: of, attempt }), close };
});

test('every event that was published is there after the worker was killed in the middle of it', async () => {
  const { reader, folder, close } = place();
  const { heard, stop } = listening(reader);
  for (const count of [20, 33, 47]) {
    const published = await running('task-events.ts', folder, task, String(count)).killedAfter(count);
    await eventually(() => expect(heard).toEqual(expect.arrayContaining([...published])));
  }
  expect(heard.filter((raw) => !/^\{"event":"\d+ \d+ x+"\}$/.test(raw))).toEqual([]);
  await stop();
  await close();
});

test('a line that a crash tore is never handed over, nor glued to the next one', async () => {
  const { reader, writer, file, close } = place();
  await writer(source).publish('{"event":1}');
  appendFileSync(file, '{"event":2');
  const { heard, stop } = listening(reader);
  await writer(source).publish('{"event":2}');
  await eventually(() => expect(heard).toEqual(['{"event":1}', '{"event":2}']));
  appendFileSync(file, Buffer.from('{"event":"ä').subarray(0, -1));
  await writer(source).publish('{"event":3}');
  await eventually(() => expect(heard).toEqual(['{"event":1}', '{"event":2}', '{"event":3}']));
  await stop();
  await close();
});

test('a line counts once its end is there, however slowly it comes', async () => {
  const { reader, writer, file, close } = place();
  const { heard, stop } = listening(reader);
  writeFileSync(file, '{"ev');
  await writer({ task, attempt: 2 }).publish('{"other":1}');
  await eventually(() => expect(heard).toEqual(['{"other":1}']));
  appendFileSync(file, 'ent":1}\n{"event"');
  await eventually(() => expect(heard).toEqual(['{"other":1}', '{"event":1}']));
  appendFileSync(file, ':2}\n');
  await eventually(() => expect(heard).toEqual(['{"other":1}', '{"event":1}', '{"event":2}']));
  await stop();
  await close();
});

test('a line that is too long is left out and told of, and the ones around it arrive', async () => {
  const { reader, file, problems, close } = place();
  writeFileSync(file, `{"event":1}\n${'x'.repeat(3_500_000)}\n{"event":2}\n`);
  const { heard, stop } = listening(reader);
  await eventually(() => expect(heard).toEqual(['{"event":1}', '{"event":2}']));
  expect(problems).toEqual([expect.objectContaining({ message: expect.stringContaining('too long') })]);
  await stop();
  await close();
});

test('a line that never ends takes no more memory than a short one', async () => {
  const { reader, file, close } = place();
  const { heard, stop } = listening(reader);
  const piece = 'x'.repeat(10_000_000);
  for (let index = 0; index < 20; index += 1) appendFileSync(file, piece);
  appendFileSync(file, '\n{"event":1}\n');
  const before = process.memoryUsage().rss;
  await eventually(() => expect(heard).toEqual(['{"event":1}']));
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  await stop();
  await close();
});

test('what is not one line of a fit length is not published', async () => {
  const { writer, file, close } = place();
  const worker = writer(source);
  await expect(worker.publish('two\nlines')).rejects.toThrow('one line');
  await expect(worker.publish('struck out\u0018')).rejects.toThrow('one line');
  await expect(worker.publish('ä'.repeat(500_001))).rejects.toMatchObject({ code: 'event_too_large' });
  await worker.publish('x'.repeat(1_000_000));
  expect(readFileSync(file, 'utf8')).toBe(`${'x'.repeat(1_000_000)}\n`);
  await close();
});

test('a retired attempt is read no more, now or after a restart', async () => {
  const { reader, writer, folder, close } = place();
  const first = listening(reader);
  const worker = writer(source);
  await worker.publish('{"event":1}');
  await worker.tell('{"news":1}');
  await eventually(() => expect([first.heard, first.told]).toEqual([['{"event":1}'], ['{"news":1}']]));
  await reader.retire(task, 1);
  await reader.retire(task, 1);
  expect(readdirSync(folder)).toEqual([]);
  await first.stop();
  const second = listening(reader);
  await writer({ task, attempt: 2 }).publish('{"event":"of the next"}');
  await eventually(() => expect(second.heard).toEqual(['{"event":"of the next"}']));
  expect(first.heard).toHaveLength(1);
  await second.stop();
  await close();
});

test('files that are none of ours are let be', async () => {
  const { reader, writer, folder, problems, close } = place();
  const secret = join(temporaryFolder(), 'secret');
  writeFileSync(secret, '{"secret":1}\n');
  mkdirSync(folder, { recursive: true });
  for (const name of ['notes.txt', `${task}.0.events`, `${task}.1.events.bak`, 't.1.events', `.${task}.1.events`]) {
    writeFileSync(join(folder, name), '{"not":"ours"}\n');
  }
  symlinkSync(secret, join(folder, `${task}.7.events`));
  const { heard, stop } = listening(reader);
  await writer(source).publish('{"event":1}');
  await eventually(() => expect(heard).toEqual(['{"event":1}']));
  await eventually(() => expect(problems).toContainEqual(expect.objectContaining({ code: 'ELOOP' })));
  await stop();
  await close();
});

test('an attempt that cannot be is neither written nor retired', async () => {
  const { reader, folder, close } = place();
  expect(() => localTaskEventsWriter({ folder, task: '../x', attempt: 1 })).toThrow(RangeError);
  expect(() => localTaskEventsWriter({ folder, task, attempt: 0.5 })).toThrow(RangeError);
  await expect(reader.retire(task, -1)).rejects.toThrow(RangeError);
  await close();
});

test('a disk that cannot be written to is told to whoever publishes, and publishing goes on later', async () => {
  const parent = temporaryFolder();
  const folder = join(parent, 'events');
  writeFileSync(folder, 'a file where the folder should be');
  const worker = localTaskEventsWriter({ folder, ...source });
  await expect(worker.publish('{"event":1}')).rejects.toMatchObject({ code: 'EEXIST' });
  rmSync(folder);
  await worker.publish('{"event":2}');
  expect(readFileSync(join(folder, `${task}.1.events`), 'utf8')).toBe('{"event":2}\n');
  await worker.close();
});

test('a listener that throws at news goes on listening', async () => {
  const { reader, writer, problems, close } = place();
  const heard: string[] = [];
  const stop = reader.subscribe({
    events: async (batch) => void heard.push(...batch),
    telemetry: () => {
      throw new Error('cannot be shown');
    },
  });
  await writer(source).tell('{"news":1}');
  await eventually(() => expect(problems).toContainEqual(new Error('cannot be shown')));
  await writer(source).publish('{"event":1}');
  await eventually(() => expect(heard).toEqual(['{"event":1}']));
  await stop();
  await close();
});

/** A folder of events, its reader, and any number of writers. */
function place() {
  const folder = join(temporaryFolder(), 'events');
  const problems: unknown[] = [];
  const writers: ReturnType<typeof localTaskEventsWriter>[] = [];
  mkdirSync(folder);
  return {
    folder,
    problems,
    file: join(folder, `${task}.1.events`),
    reader: localTaskEventsReader({ folder, pollMs: 100, report: (problem) => problems.push(problem) }),
    writer: (of: { task: string; attempt: number }) => {
      const made = localTaskEventsWriter({ folder, ...of });
      writers.push(made);
      return made;
    },
    close: async () => {
      await Promise.all(writers.map((writer) => writer.close()));
    },
  };
}
