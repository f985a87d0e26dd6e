import { expect, test } from 'vitest';
import type { WorkerFact } from '#shared/task/events.ts';
import { type Account, NO_USAGE } from '#shared/task/step.ts';
import { converse } from '#worker/agent/loop.ts';
import type { Toolbox } from '#worker/agent/toolbox.ts';
import type { Answer, Message, Model } from '#worker/model/model.ts';

const ACCOUNT: Account = { summary: 'Done', why: '', verify: '', risk: '', rollback: '' };
const say = (text: string, ...names: string[]): Answer => ({
  text,
  calls: names.map((name, index) => ({ id: `${name}-${index}`, name, input: {} })),
  tokens: { input: 10, output: 1 },
});

/** A loop around a model that says these things, one a turn. */
async function talkWith(answers: Answer[], changes: Partial<Parameters<typeof converse>[1]> = {}) {
  const asked: Message[][] = [];
  const facts: WorkerFact[] = [];
  const model: Model = {
    name: 'test',
    ask: async ({ messages }) => {
      asked.push([...messages]);
      return answers.shift() ?? say('', 'finish');
    },
  };
  const toolbox: Toolbox = {
    specs: [],
    use: async ({ name }) => ({ text: `did ${name}`, gist: name, ...(name === 'finish' && { account: ACCOUNT }) }),
  };
  const start = { messages: [{ role: 'user', text: 'Do it' }] as const, usage: NO_USAGE };
  const ending = await converse(start, {
    model,
    toolbox,
    price: { input_usd_per_million: 1_000_000, output_usd_per_million: 0 },
    system: 'Be good',
    limit: () => undefined,
    usedMs: () => 0,
    deadline: { isOver: () => false, words: 'time was up' },
    lookAtTree: async () => 'as ever',
    takeNotes: () => [],
    tell: (fact) => void facts.push(fact),
    report: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  });
  return { ending, asked, facts };
}

test('a conversation ends with the account the agent gives when it finishes', async () => {
  const { ending } = await talkWith([say('I look', 'read'), say('', 'finish')]);
  expect(ending).toMatchObject({
    account: ACCOUNT,
    talk: { usage: { turns: 2, inputTokens: 20, outputTokens: 2, usd: 20 } },
  });
});

test('each turn sees what was said and done before it', async () => {
  const { asked } = await talkWith([say('I look', 'read', 'bash'), say('', 'finish')]);
  expect(asked[1]?.slice(1)).toEqual([
    { role: 'model', text: 'I look', calls: say('', 'read', 'bash').calls },
    {
      role: 'tool',
      results: [
        { id: 'read-0', name: 'read', text: 'did read' },
        { id: 'bash-1', name: 'bash', text: 'did bash' },
      ],
    },
  ]);
});

test('what the agent says and does is told as it happens', async () => {
  const { facts } = await talkWith([say('I look', 'read'), say('', 'finish')]);
  expect(facts.map((fact) => (fact.type === 'agent.acted' ? fact.tool : fact.type))).toEqual([
    'agent.said',
    'read',
    'finish',
  ]);
});

test('a turn without a call is paid for as well', async () => {
  const { facts, ending } = await talkWith([say(''), say('', 'finish')]);
  expect(facts[0]).toMatchObject({ type: 'agent.said', words: '', usage: { turns: 1 } });
  expect(ending.talk.usage.turns).toBe(2);
});

test('a bound ends the conversation before the next turn is paid for', async () => {
  const { ending, asked } = await talkWith([say('', 'read'), say('', 'read')], {
    limit: ({ usage }) => (usage.turns >= 1 ? 'enough' : undefined),
  });
  expect(ending).toMatchObject({ bound: 'enough' });
  expect(asked).toHaveLength(1);
});

test('a note comes between two turns, and is told to have been heard', async () => {
  const notes = [[{ number: 4, by: 'Dana', words: 'Use tabs' }], []];
  const { asked, facts } = await talkWith([say('', 'read'), say('', 'finish')], {
    takeNotes: () => notes.shift() ?? [],
  });
  expect(asked[1]?.at(-1)).toMatchObject({ role: 'user', text: expect.stringMatching(/Dana[\s\S]*Use tabs/) });
  expect(facts).toContainEqual({ type: 'note.heard', note: 4 });
});

test('an agent that begins to go in circles is nudged once, and goes on', async () => {
  const again = () => say('', 'read');
  const { ending, asked } = await talkWith([again(), again(), again(), again(), say('', 'finish')]);
  const nudges = asked
    .at(-1)
    ?.filter(({ role }) => role === 'user')
    .slice(1);
  expect(nudges).toMatchObject([{ text: expect.stringMatching(/You did the same thing 3 times/) }]);
  expect(ending).toMatchObject({ account: ACCOUNT });
});

test('when the time is up in the middle of a turn, what was said and what it took so far is kept', async () => {
  const time = new AbortController();
  const toolbox: Toolbox = {
    specs: [],
    use: async (_, signal) => {
      time.abort();
      return signal.throwIfAborted() as never;
    },
  };
  const { ending } = await talkWith([say('I look', 'read')], {
    toolbox,
    deadline: { isOver: () => time.signal.aborted, words: 'time was up' },
    signal: time.signal,
  });
  expect(ending).toMatchObject({
    bound: 'time was up',
    talk: {
      usage: { turns: 1 },
      messages: [{ role: 'user' }, { role: 'model', text: 'I look' }, { role: 'tool', results: [{ failed: true }] }],
    },
  });
});

test('the end of the attempt is no bound', async () => {
  const stop = new AbortController();
  const model: Model = {
    name: 'slow',
    ask: async ({ signal }) => {
      stop.abort(new Error('stopped by Dana'));
      return signal.throwIfAborted() as never;
    },
  };
  await expect(talkWith([], { model, signal: stop.signal })).rejects.toThrow('stopped by Dana');
});

test('commands that change files count as getting on, others do not', async () => {
  const act = (turn: number): Answer => ({ ...say(''), calls: [{ id: '1', name: 'bash', input: { turn } }] });
  const trees = ['one', 'one', 'two', 'two'];
  const { ending } = await talkWith([...Array.from({ length: 20 }, (_, turn) => act(turn)), say('', 'finish')], {
    lookAtTree: async () => trees.shift() ?? 'two',
  });
  expect(ending.talk.lastChange).toEqual({ turn: 15, tree: 'two' });
});

test('an agent that calls no tool is asked to go on', async () => {
  const { asked } = await talkWith([say('I think I am done'), say('', 'finish')]);
  expect(asked[1]?.at(-1)).toMatchObject({ role: 'user', text: expect.stringContaining('`finish`') });
});

test('an agent whose answer was not whole is told why, after what it did', async () => {
  const cut = { ...say('I look', 'read'), unfinished: 'Your answer was cut off.' };
  const { asked } = await talkWith([cut, { ...say(''), unfinished: 'It was withheld.' }, say('', 'finish')]);
  expect(asked[1]?.slice(-2)).toMatchObject([{ role: 'tool' }, { role: 'user', text: 'Your answer was cut off.' }]);
  expect(asked[2]?.slice(-2)).toMatchObject([{ role: 'model' }, { role: 'user', text: 'It was withheld.' }]);
});

test('a problem that is not the agent’s own goes on to whoever started the conversation', async () => {
  const model: Model = { name: 'broken', ask: async () => Promise.reject(new Error('out of credit')) };
  await expect(talkWith([], { model })).rejects.toThrow('out of credit');
});
