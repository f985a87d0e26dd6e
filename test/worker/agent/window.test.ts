import { expect, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import { withinWindow } from '#worker/agent/window.ts';
import type { Answer, Message, Model } from '#worker/model/model.ts';

const SYSTEM = 'Be good.';
const TASK: Message = { role: 'user', text: 'Mend it.' };
const bytesOf = (messages: readonly Message[]) => Buffer.byteLength(JSON.stringify(messages));

/** What a turn says and does: content of the provider's own, and a result of some length. */
function turn(number: number, resultCharacters: number): Message[] {
  const calls = [{ id: `${number}`, name: 'bash', input: { command: `step ${number}` } }];
  const text = `${number} `.repeat(resultCharacters).slice(0, resultCharacters);
  return [
    { role: 'model', text: '', calls, verbatim: { signature: 'opaque'.repeat(10), calls } },
    { role: 'tool', results: [{ id: `${number}`, name: 'bash', text }] },
  ];
}

/** A model that notes what it is asked and counts tokens as a provider does. */
function listening({ bytesPerToken = 4, windowTokens = Number.POSITIVE_INFINITY } = {}) {
  const asked: (readonly Message[])[] = [];
  const model: Model = {
    name: 'listening',
    async ask({ messages }): Promise<Answer> {
      const tokens = bytesOf(messages) / bytesPerToken;
      if (tokens > windowTokens)
        throw new TaskError('model_context_full', 'Too long.', { whose: 'service', remedy: 'Less.' });
      asked.push(messages);
      return { text: '', calls: [], tokens: { input: tokens, output: 1 } };
    },
  };
  return { model, asked };
}

async function converse(
  model: Model,
  turns: number,
  { resultCharacters = 2_000, notes = {} as Record<number, string> } = {},
) {
  const messages: Message[] = [TASK];
  for (let number = 1; number <= turns; number += 1) {
    await model.ask({ system: SYSTEM, messages, tools: [], signal: new AbortController().signal });
    messages.push(...turn(number, resultCharacters));
    const note = notes[number];
    if (note) messages.push({ role: 'user', text: note });
  }
  return messages;
}

const isContinued = (before: readonly Message[], after: readonly Message[]) =>
  before.every((message, index) => JSON.stringify(message) === JSON.stringify(after[index]));

test('a run of 200 turns stays within its window, and every request but a few continues the one before', async () => {
  const { model, asked } = listening();
  await converse(withinWindow(model, 20_000), 200, { notes: { 3: 'Use tabs.', 150: 'And spaces.' } });
  expect(asked).toHaveLength(200);
  expect(Math.max(...asked.map(bytesOf))).toBeLessThanOrEqual(20_000 * 4 * 1.15);
  const breaks = asked.slice(1).filter((messages, index) => !isContinued(asked[index] ?? [], messages));
  expect(breaks.length).toBeGreaterThan(2);
  expect(breaks.length).toBeLessThanOrEqual(200 / 15);
  const people = asked.at(-1)?.flatMap((message) => (message.role === 'user' ? [message.text] : []));
  expect(people?.filter((text) => !text.startsWith('['))).toEqual(['Mend it.', 'Use tabs.', 'And spaces.']);
});

test('up to the window what is sent grows by the same with every turn', async () => {
  const { model, asked } = listening();
  await converse(withinWindow(model, 20_000), 30);
  const growth = asked.slice(1).map((messages, index) => bytesOf(messages) - bytesOf(asked[index] ?? []));
  expect(Math.max(...growth) - Math.min(...growth)).toBeLessThan(20);
});

test('what the model said is handed back to the letter, or with its results not at all', async () => {
  const { model, asked } = listening();
  const messages = await converse(withinWindow(model, 1_500), 100, { resultCharacters: 300 });
  const originals = new Set(messages.filter(({ role }) => role === 'model'));
  for (const request of asked) {
    const said = request.filter((message) => message.role === 'model');
    expect(said.every((message) => originals.has(message))).toBe(true);
    const answered = request.flatMap((message) => (message.role === 'tool' ? message.results.map(({ id }) => id) : []));
    expect(answered).toEqual(said.flatMap(({ calls }) => calls.map(({ id }) => id)));
  }
  expect(asked.at(-1)?.[1]).toEqual({ role: 'user', text: expect.stringContaining('first turns were left out') });
  expect(Math.max(...asked.map(bytesOf))).toBeLessThanOrEqual(1_500 * 4 * 1.15);
});

test('what was left out is said in its place, with the name of the file that has it', async () => {
  const { model, asked } = listening();
  const long: Message = {
    role: 'tool',
    results: [{ id: '1', name: 'bash', text: 'x'.repeat(9_000), artifact: 'command-1.log' }],
  };
  const messages = [TASK, ...turn(1, 0).slice(0, 1), long, ...turn(2, 100)];
  await withinWindow(model, 1_000).ask({ system: SYSTEM, messages, tools: [], signal: new AbortController().signal });
  expect(asked[0]?.[2]).toMatchObject({
    results: [
      {
        id: '1',
        text: '[9000 characters left out here to save room, whole in command-1.log. Call again if you need them.]',
      },
    ],
  });
});

test('of many results that came at once the last one stays', async () => {
  const { model, asked } = listening();
  const ids = ['1', '2', '3'];
  const calls = ids.map((id) => ({ id, name: 'read', input: {} }));
  const results = ids.map((id) => ({ id, name: 'read', text: id.repeat(4_000) }));
  const messages: Message[] = [TASK, { role: 'model', text: '', calls }, { role: 'tool', results }];
  await withinWindow(model, 2_000).ask({ system: SYSTEM, messages, tools: [], signal: new AbortController().signal });
  const [first, , last] = asked[0]?.[2]?.role === 'tool' ? asked[0][2].results : [];
  expect(first?.text).toContain('left out');
  expect(last?.text).toHaveLength(4_000);
});

test('a provider that counts more tokens than expected is believed', async () => {
  const { model, asked } = listening({ bytesPerToken: 1 });
  await converse(withinWindow(model, 20_000), 60);
  expect(Math.max(...asked.slice(1).map(bytesOf))).toBeLessThanOrEqual(20_000 * 1.15);
});

test('a model with a smaller window is asked again with less, and from then on with no more', async () => {
  const { model, asked } = listening({ windowTokens: 5_000 });
  await converse(withinWindow(model, 100_000), 60);
  expect(asked).toHaveLength(60);
});

test('when the request alone is too long for a model, that is told', async () => {
  const { model } = listening({ windowTokens: 1 });
  await expect(converse(withinWindow(model, 100_000), 1)).rejects.toThrow('Too long.');
});
