import { expect, test } from 'vitest';
import type { Cassette } from '#worker/model/cassette.ts';
import type { Message } from '#worker/model/model.ts';
import { scriptedModel } from '#worker/model/scripted.ts';

const turn = (tool: string, expected?: string) => ({
  text: `I ${tool}`,
  calls: [{ tool, input: {}, ...(expected && { expect: expected }) }],
});
const cassette = (changes: Partial<Cassette> = {}): Cassette => ({
  name: 'shop',
  repository: 'acme/shop',
  request: { words: 'it', matches: () => true },
  turns: [turn('read', 'sum'), turn('finish')],
  fix: [],
  ...changes,
});

/** Asks once more, after these tools were called with these results. */
async function next(played: Cassette, done: readonly (readonly [tool: string, result: string])[]) {
  const messages = done.flatMap(([name, text], index): Message[] => [
    { role: 'model', text: '', calls: [{ id: `${index}`, name, input: {} }] },
    { role: 'tool', results: [{ id: `${index}`, name, text }] },
  ]);
  const conversation = { system: '', messages, tools: [], signal: new AbortController().signal };
  return scriptedModel(played).ask(conversation);
}

test('its name says what it is, and it costs nothing', async () => {
  expect(scriptedModel(cassette()).name).toBe('scripted (shop)');
  expect(await next(cassette(), [])).toMatchObject({ text: 'I read', tokens: { input: 0, output: 0 } });
});

test('it goes on where the conversation stands', async () => {
  expect(await next(cassette(), [['read', 'the sum']])).toMatchObject({ calls: [{ name: 'finish' }] });
});

test('a result that is not as recorded stops the play and says what was expected and seen', async () => {
  await expect(next(cassette(), [['read', 'the difference']])).rejects.toMatchObject({
    code: 'cassette_mismatch',
    message: expect.stringMatching(/read to contain “sum”.*the difference/),
  });
});

test('a recording that does not finish says so', async () => {
  const played = cassette({ turns: [turn('read')] });
  await expect(next(played, [['read', '']])).rejects.toMatchObject({ code: 'cassette_ended' });
});

test('each fix round has its own turns', async () => {
  const played = cassette({ fix: [[turn('edit'), turn('finish')], [turn('write')]] });
  const first = [
    ['read', 'sum'],
    ['finish', ''],
  ] as const;
  expect(await next(played, first)).toMatchObject({ calls: [{ name: 'edit' }] });
  expect(await next(played, [...first, ['edit', '']])).toMatchObject({ calls: [{ name: 'finish' }] });
  expect(await next(played, [...first, ['edit', ''], ['finish', '']])).toMatchObject({ calls: [{ name: 'write' }] });
});

test('a fix round nobody recorded changes nothing and finishes', async () => {
  expect(
    await next(cassette(), [
      ['read', 'sum'],
      ['finish', ''],
    ]),
  ).toMatchObject({ calls: [{ name: 'finish' }] });
});
