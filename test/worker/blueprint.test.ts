import { expect, test } from 'vitest';
import type { Evidence } from '#shared/task/evidence.ts';
import { NO_USAGE } from '#shared/task/step.ts';
import { blueprint, type Steps } from '#worker/blueprint.ts';
import type { RunStep, Step } from '#worker/step.ts';
import type { Draft } from '#worker/steps/implement.ts';

const ACCOUNT = { summary: '', why: '', verify: '', risk: '', rollback: '' };
const draft = (commit: string, bound?: string): Draft => ({
  change: { commit, files: [], fileCount: 0, account: ACCOUNT, ...(bound && { bound }) },
  parent: 'base',
  violations: [],
  talk: { messages: [], usage: NO_USAGE },
});
const unfit = (commit: string): Draft => ({
  ...draft(commit),
  violations: [{ code: 'protected_path', words: 'It is protected.' }],
});
const evidence = (verdict: Evidence['verdict']): Evidence => ({
  ...{ base: 'base', head: 'head', before: [], after: [], verdict, definitionsChanged: [] },
  moves: { fixed: [], broken: [], stillFailing: [], notRun: [], added: [], passed: 0 },
});

/** Goes through steps that answer with these drafts and verdicts, one after the other. */
async function walk(drafts: Draft[], verdicts: Evidence['verdict'][], fixRounds: number) {
  const walked: string[] = [];
  const step = <Input, Output>(
    name: Step<Input, Output>['name'],
    next: (input: Input) => Output,
  ): Step<Input, Output> => ({
    name,
    deadlineMs: 1_000,
    run: async (input) => next(input),
    gist: () => '',
  });
  const steps: Steps = {
    hydrate: step('hydrate', () => ({
      ...{ request: '', followUps: [], context: { included: [], omitted: [] } },
      rules: { tell: async () => undefined, seen: () => undefined },
    })),
    provision: step('provision', () => ({
      base: 'base',
      start: 'base',
      plan: { source: 'none', setup: [], checks: [], definitions: [], lockFiles: [], protected: [], words: '' },
    })),
    baseline: step('baseline', () => ({ runs: [], measurements: new Map(), shots: new Map() })),
    implement: step('implement', () => drafts.shift() ?? draft('none')),
    verify: step('verify', () => evidence(verdicts.shift() ?? 'green')),
    finalize: step('finalize', ({ draft: final }) => ({ head: final.change.commit })),
  };
  const run: RunStep = async (each, input) => {
    walked.push(each.name);
    return each.run(input, new AbortController().signal);
  };
  const { head } = await blueprint(steps, run, fixRounds);
  return { head, walked: walked.slice(3).join(' ') };
}

test.each<[string, Draft[], Evidence['verdict'][], number, string, string]>([
  ['green at once', [draft('a')], ['green'], 2, 'a', 'implement verify finalize'],
  ['no checks at all', [draft('a')], ['unproven'], 2, 'a', 'implement verify finalize'],
  [
    'green after a fix',
    [draft('a'), draft('b')],
    ['red', 'green'],
    2,
    'b',
    'implement verify implement verify finalize',
  ],
  [
    'red to the end',
    [draft('a'), draft('b'), draft('c')],
    ['red', 'red', 'red'],
    2,
    'c',
    'implement verify implement verify implement verify finalize',
  ],
  ['no fix rounds allowed', [draft('a')], ['red'], 0, 'a', 'implement verify finalize'],
  ['nothing fixed', [draft('a'), draft('a')], ['red'], 2, 'a', 'implement verify implement finalize'],
  [
    'undone what must not be pushed',
    [unfit('a'), draft('b')],
    ['green'],
    2,
    'b',
    'implement implement verify finalize',
  ],
  ['not undone: it is for finalize to refuse', [unfit('a'), unfit('b')], [], 1, 'a', 'implement implement finalize'],
  [
    'spoiled by a fix: the one before is what is left',
    [draft('a'), unfit('b')],
    ['red'],
    1,
    'a',
    'implement verify implement finalize',
  ],
  ['an agent at its bound', [draft('a', 'no turns left')], ['red'], 2, 'a', 'implement verify finalize'],
])('%s', async (_, drafts, verdicts, fixRounds, head, walked) => {
  expect(await walk(drafts, verdicts, fixRounds)).toEqual({ head, walked });
});

test('what needs nothing begins at once, and a failure of the one ends the other', async () => {
  const stopped: string[] = [];
  const never: Step<undefined, never> = {
    name: 'provision',
    deadlineMs: 1_000,
    run: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    gist: () => '',
  };
  const failing: Step<undefined, never> = {
    ...never,
    name: 'hydrate',
    run: async () => Promise.reject(new Error('no')),
  };
  const run: RunStep = (each, input, stop = new AbortController().signal) =>
    each.run(input, stop).catch((error: unknown) => {
      stopped.push(each.name);
      throw error;
    });
  const others = { baseline: never, implement: never, verify: never, finalize: never } as unknown as Steps;
  await expect(blueprint({ ...others, hydrate: failing, provision: never }, run, 1)).rejects.toThrow('no');
  expect(stopped).toEqual(['hydrate', 'provision']);
});
