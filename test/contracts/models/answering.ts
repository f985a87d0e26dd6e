import { expect } from 'vitest';
import type { Answer, Message } from '#worker/model/model.ts';
import type { Promises } from '../contract.ts';
import { TOKENS } from './play.ts';
import { ASK, type Stage, type Subject } from './stage.ts';

const TWO_CALLS = ['a', 'b'].map((path) => ({ name: 'read', input: { path } }));
const MALFORMED = '{"path": "a';

/** What an adapter makes of answers, and of a conversation that goes on. */
export function promisesAnswers(promise: Promises<Stage>, { path }: Subject): void {
  promise('says who answers, what was said, what is to be done, and what it took', async ({ stage }) => {
    const { ask, model } = await stage({ kind: 'answers', text: 'I look.', calls: TWO_CALLS.slice(0, 1) });
    expect(model.name).toBe('some-model');
    expect(await ask()).toEqual({
      text: 'I look.',
      calls: [{ id: expect.any(String), name: 'read', input: { path: 'a' } }],
      verbatim: expect.anything(),
      tokens: TOKENS,
    });
  });

  promise('tells the provider of the system, the request and the tools, where it is asked', async ({ stage }) => {
    const { ask, asked } = await stage({ kind: 'answers', text: 'Yes.' });
    await ask();
    expect(asked[0]?.path).toBe(path);
    const sent = JSON.stringify(asked[0]?.body);
    for (const part of ['You mend things.', 'Mend it.', 'Reads a file.', '"path"']) expect(sent).toContain(part);
  });

  const ids = [
    ['', {}],
    [' without ids', { withoutIds: true }],
  ] as const;
  for (const [which, given] of ids)
    promise(`hands its own content back unchanged, with a result for each of two calls${which}`, async (on) => {
      const first = { kind: 'answers', calls: TWO_CALLS, ...given } as const;
      const { ask, asked } = await on.stage(first, { kind: 'answers', text: 'Done.' });
      const answer = await ask();
      expect(answer.calls.map(({ input }) => input)).toEqual([{ path: 'a' }, { path: 'b' }]);
      expect(new Set(answer.calls.map(({ id }) => id)).size).toBe(2);
      expect((await ask([...ASK, ...turn(answer)])).text).toBe('Done.');
      const sent = JSON.stringify(asked[1]?.body);
      expect(sent).toContain('opaque');
      for (const { id } of answer.calls) expect(sent).toContain(`what came of ${id}`);
    });

  promise('passes on a turn that another model said', async ({ stage }) => {
    const { ask, asked } = await stage({ kind: 'answers', text: 'Done.' });
    const said: Answer = {
      text: 'I look.',
      calls: [{ id: '1', name: 'read', input: { path: 'zebra' } }],
      tokens: TOKENS,
    };
    await ask([...ASK, ...turn(said)]);
    for (const part of ['I look.', 'zebra', 'what came of 1']) expect(JSON.stringify(asked[0]?.body)).toContain(part);
  });

  promise('leaves a call that makes no sense to the tool, which says so', async ({ stage }) => {
    const { ask } = await stage({ kind: 'answers', calls: [{ name: 'read', input: MALFORMED }] });
    expect((await ask()).calls).toMatchObject([{ name: 'read', input: MALFORMED }]);
  });

  promise('says what was wrong with a call that the provider held back', async ({ stage }) => {
    const { ask } = await stage(
      { kind: 'answers', calls: [{ name: 'read', input: MALFORMED }] },
      { kind: 'answers', text: 'Done.' },
    );
    const answer = await ask();
    expect(answer).toMatchObject({ text: '', calls: [], tokens: TOKENS });
    expect(answer.unfinished).toContain(MALFORMED);
    expect((await ask([...ASK, ...turn(answer)])).text).toBe('Done.');
  });

  promise('an empty answer is an answer, after which the conversation goes on', async ({ stage }) => {
    const { ask } = await stage({ kind: 'answers' }, { kind: 'answers', text: 'Here I am.' });
    const answer = await ask();
    expect(answer).toMatchObject({ text: '', calls: [], tokens: TOKENS });
    expect(answer.unfinished).toBeUndefined();
    expect((await ask([...ASK, ...turn(answer)])).text).toBe('Here I am.');
  });

  promise('an answer that was too long says so, and keeps what there is', async ({ stage }) => {
    const { ask } = await stage({ kind: 'answers', text: 'It all beg', stop: 'too long' });
    expect(await ask()).toMatchObject({
      text: 'It all beg',
      calls: [],
      unfinished: expect.stringMatching(/too long/),
    });
  });

  promise('an answer that was withheld says so', async ({ stage }) => {
    const { ask } = await stage({ kind: 'answers', stop: 'withheld' });
    expect(await ask()).toMatchObject({ text: '', calls: [], unfinished: expect.stringMatching(/withheld/) });
  });

  promise('an answer that ends for a reason nobody knows is as good as any', async ({ stage }) => {
    const { ask } = await stage({
      kind: 'answers',
      text: 'So.',
      calls: TWO_CALLS,
      stop: 'for a reason of its own',
    });
    const answer = await ask();
    expect(answer).toMatchObject({ text: 'So.', calls: TWO_CALLS });
    expect(answer.unfinished).toBeUndefined();
  });
}

/** What was said, and what came of it. */
function turn({ text, calls, verbatim }: Answer): readonly Message[] {
  const results = calls.map(({ id, name }) => ({ id, name, text: `what came of ${id}` }));
  const said: Message = { role: 'model', text, calls, ...(verbatim !== undefined && { verbatim }) };
  return calls.length > 0 ? [said, { role: 'tool', results }] : [said, { role: 'user', text: 'Go on.' }];
}
