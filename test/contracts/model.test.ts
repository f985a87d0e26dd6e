import { describe, expect, onTestFinished, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import type { Message, Model, ToolSpec } from '#worker/model/model.ts';
import type { Patience } from '#worker/model/retry.ts';
import { titleOf } from './contract.ts';
import { openAiDialect, openOpenAi } from './models/openai.ts';
import { type Dialect, playProvider, type Scene, TOKENS } from './models/play.ts';

type Open = (url: string, about: { patience: Patience; callMs: number }) => Model;

/** Every adapter that asks somebody; the scripted one has tests of its own. */
const ADAPTERS: readonly { dialect: Dialect; open: Open }[] = [{ dialect: openAiDialect, open: openOpenAi }];

const PATIENCE: Patience = { tries: 3, firstWaitMs: 1, longestWaitMs: 5_000 };
const READ: ToolSpec = {
  name: 'read',
  description: 'Reads a file.',
  parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};
const ASK: readonly Message[] = [{ role: 'user', text: 'Mend it.' }];

describe.each(ADAPTERS)(titleOf({ port: 'Model', adapter: '$dialect.name' }), ({ dialect, open }) => {
  async function stage(...scenes: readonly Scene[]) {
    const provider = await playProvider(dialect, scenes);
    onTestFinished(provider.close);
    const model = open(provider.url, { patience: PATIENCE, callMs: 300 });
    const ask = (messages = ASK, signal = new AbortController().signal) =>
      model.ask({ system: 'You mend things.', messages, tools: [READ], signal });
    return { ...provider, model, ask };
  }

  async function failure(...scenes: readonly Scene[]) {
    const { ask, asked } = await stage(...scenes);
    const error = await ask().catch((thrown: unknown) => thrown);
    if (!(error instanceof TaskError)) throw error;
    return { code: error.code, whose: error.whose, words: error.message, remedy: error.remedy, calls: asked.length };
  }

  test('says who answers, what was said, what is to be done, and what it took', async () => {
    const { ask, model } = await stage({
      kind: 'answers',
      text: 'I look.',
      calls: [{ name: 'read', input: { path: 'a' } }],
    });
    expect(model.name).toBe('qwen3');
    expect(await ask()).toMatchObject({
      text: 'I look.',
      calls: [{ id: expect.any(String), name: 'read', input: { path: 'a' } }],
      tokens: TOKENS,
    });
  });

  test('tells the provider of the system, the request and the tools', async () => {
    const { ask, asked } = await stage({ kind: 'answers', text: 'Yes.' });
    await ask();
    const sent = JSON.stringify(asked[0]?.body);
    for (const part of ['You mend things.', 'Mend it.', 'Reads a file.', '"path"']) expect(sent).toContain(part);
  });

  test('hands the provider’s own content back unchanged, with a result for every call', async () => {
    const calls = [
      { name: 'read', input: { path: 'a' } },
      { name: 'read', input: { path: 'b' } },
    ];
    const { ask, asked } = await stage({ kind: 'answers', calls }, { kind: 'answers', text: 'Done.' });
    const answer = await ask();
    expect(answer.calls.map(({ input }) => input)).toEqual([{ path: 'a' }, { path: 'b' }]);
    expect(new Set(answer.calls.map(({ id }) => id)).size).toBe(2);
    const results = answer.calls.map(({ id, name }) => ({ id, name, text: `what is in ${id}` }));
    await ask([...ASK, { role: 'model', ...answer }, { role: 'tool', results }]);
    const sent = JSON.stringify(asked[1]?.body);
    expect(sent).toContain('opaque');
    for (const { id } of answer.calls) expect(sent).toContain(`what is in ${id}`);
  });

  test('passes on a turn that another model said', async () => {
    const { ask, asked } = await stage({ kind: 'answers', text: 'Done.' });
    const said: Message = {
      role: 'model',
      text: 'I look.',
      calls: [{ id: '1', name: 'read', input: { path: 'zebra' } }],
    };
    await ask([...ASK, said, { role: 'tool', results: [{ id: '1', name: 'read', text: 'stripes' }] }]);
    for (const part of ['I look.', 'zebra', 'stripes']) expect(JSON.stringify(asked[0]?.body)).toContain(part);
  });

  test('leaves a call that makes no sense to the tool, which says so', async () => {
    const { ask } = await stage({ kind: 'answers', calls: [{ name: 'read', input: '{"path": "a' }], cut: true });
    expect((await ask()).calls).toMatchObject([{ name: 'read', input: '{"path": "a' }]);
  });

  test('an empty answer is an answer', async () => {
    const { ask } = await stage({ kind: 'answers' });
    expect(await ask()).toMatchObject({ text: '', calls: [] });
  });

  test.each<[string, Scene]>([
    ['asked to come back', { kind: 'refuses', status: 429, retryAfter: '0.01' }],
    ['told that it is overloaded', { kind: 'refuses', status: 503 }],
    ['given a page of HTML', { kind: 'sends a page' }],
    ['cut off', { kind: 'hangs up' }],
    ['left without an answer', { kind: 'hangs' }],
  ])('%s, it asks again', async (_, scene) => {
    const { ask, asked } = await stage(scene, scene, { kind: 'answers', text: 'Here I am.' });
    expect((await ask()).text).toBe('Here I am.');
    expect(asked.length).toBe(3);
  });

  test.each<[string, Scene, string, RegExp]>([
    ['busy for long', { kind: 'refuses', status: 429 }, 'model_busy', /takes no more calls/],
    ['broken for long', { kind: 'sends a page' }, 'model_unavailable', /not available \(502\)\.$/],
    ['silent for long', { kind: 'hangs' }, 'model_silent', /no answer/],
    ['away for long', { kind: 'hangs up' }, 'model_unreachable', /cannot be reached/],
  ])('one that is %s is a transient problem', async (_, scene, code, words) => {
    const told = await failure(scene);
    expect(told).toMatchObject({ code, whose: 'transient', calls: PATIENCE.tries });
    expect(told.words).toMatch(words);
  });

  test('nobody waits as long as a provider that says “tomorrow”', async () => {
    expect(await failure({ kind: 'refuses', status: 429, retryAfter: '86400' })).toMatchObject({
      code: 'model_busy',
      calls: 1,
    });
  });

  test.each([
    [401, 'model_forbidden'],
    [403, 'model_forbidden'],
    [404, 'model_unknown'],
    [413, 'model_context_full'],
    [400, 'model_refused'],
  ])('a %i is told at once, in the provider’s words and with what to do', async (status, code) => {
    const told = await failure({ kind: 'refuses', status, words: 'Because of the moon.' });
    expect(told).toMatchObject({ code, whose: 'service', calls: 1 });
    expect(told.words).toContain('Because of the moon.');
    expect(told.remedy).not.toBe('');
  });

  test('a call in flight ends when nobody wants it any more', async () => {
    const { ask, asked } = await stage({ kind: 'hangs' });
    const stop = new AbortController();
    const asking = ask(ASK, stop.signal);
    await expect.poll(() => asked.length).toBe(1);
    stop.abort(new Error('stopped by ana'));
    await expect(asking).rejects.toThrow('stopped by ana');
    expect(asked.length).toBe(1);
  });
});
