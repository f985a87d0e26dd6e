import { expect } from 'vitest';
import type { Patience } from '#worker/model/retry.ts';
import type { Promises } from '../contract.ts';
import type { Scene } from './play.ts';
import { ASK, failureOf, QUICK, type Stage } from './stage.ts';

/** Whoever has this and is not told when to come back, comes back too late for any test. */
const SLOW: Patience = { tries: 3, firstWaitMs: 3_600_000, longestWaitMs: 3_600_000 };

/** What an adapter makes of a provider that does not answer, and of a caller who wants no answer any more. */
export function promisesFailures(promise: Promises<Stage>): void {
  const agains: readonly [string, Scene][] = [
    ['asked to come back', { kind: 'refuses', status: 429 }],
    ['told that it is overloaded', { kind: 'refuses', status: 503 }],
    ['given a page of HTML', { kind: 'sends a page' }],
    ['cut off', { kind: 'hangs up' }],
    ['left without an answer', { kind: 'hangs' }],
  ];
  for (const [what, scene] of agains)
    promise(`${what}, it asks again`, async ({ stage }) => {
      const { ask, asked } = await stage(scene, { kind: 'answers', text: 'Here I am.' });
      expect((await ask()).text).toBe('Here I am.');
      expect(asked.length).toBeGreaterThan(1);
    });

  promise('comes back when the header says so', async ({ stageWith }) => {
    const busy: Scene = { kind: 'refuses', status: 429, retryAfter: '0.01' };
    const { ask } = await stageWith({ patience: SLOW }, busy, { kind: 'answers', text: 'Here I am.' });
    expect((await ask()).text).toBe('Here I am.');
  });

  promise('comes back when the body says so', async ({ stageWith }) => {
    const busy: Scene = { kind: 'refuses', status: 503, retrySeconds: 0.01 };
    const { ask } = await stageWith({ patience: SLOW }, busy, { kind: 'answers', text: 'Here I am.' });
    expect((await ask()).text).toBe('Here I am.');
  });

  promise('waits for nobody as long as “tomorrow”', async ({ failure }) => {
    const tomorrow: Scene = { kind: 'refuses', status: 429, retrySeconds: 86_400 };
    expect(await failure(tomorrow)).toMatchObject({ code: 'model_busy', calls: 1 });
  });

  const passing: readonly [string, Scene, string, RegExp][] = [
    ['busy for long', { kind: 'refuses', status: 429 }, 'model_busy', /takes no more calls/],
    ['broken for long', { kind: 'refuses', status: 500 }, 'model_unavailable', /not available \(500\)/],
    ['a page for long', { kind: 'sends a page' }, 'model_unavailable', /not available[^<]*$/],
    ['away for long', { kind: 'hangs up' }, 'model_unreachable', /cannot be reached/],
  ];
  for (const [what, scene, code, words] of passing)
    promise(`one that is ${what} is a transient problem`, async ({ failure }) => {
      const told = await failure(scene);
      expect(told).toMatchObject({ code, whose: 'transient', calls: QUICK.tries });
      expect(told.words).toMatch(words);
    });

  promise('one that is silent for long is a transient problem', async ({ failure }) => {
    expect(await failure({ kind: 'hangs' })).toMatchObject({ code: 'model_silent', whose: 'transient' });
  });

  const lasting: readonly [number, string][] = [
    [401, 'model_forbidden'],
    [403, 'model_forbidden'],
    [404, 'model_unknown'],
    [413, 'model_context_full'],
    [400, 'model_refused'],
  ];
  for (const [status, code] of lasting)
    promise(`a ${status} is told at once, in the provider’s words and with what to do`, async ({ failure }) => {
      const told = await failure({ kind: 'refuses', status, words: 'Because of the “moon”.' });
      expect(told).toMatchObject({ code, whose: 'service', calls: 1 });
      expect(told.words).toMatch(/It said: Because of the “moon”\.$/);
      expect(told.remedy).not.toBe('');
    });

  promise('a refusal by somebody in between is told in words too', async ({ failure }) => {
    const told = await failure({ kind: 'is somebody else' });
    expect(told.code).toMatch(/^model_(forbidden|unavailable)$/);
    expect(told.words).toMatch(/^The model some-model (does not take our credentials \(403\)|is not available)/);
  });

  promise('a conversation that grew too long is told as that', async ({ failure }) => {
    const words = 'The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).';
    expect(await failure({ kind: 'refuses', status: 400, words })).toMatchObject({ code: 'model_context_full' });
  });

  promise('a conversation that the provider blocks is the requester’s to mend', async ({ failure }) => {
    expect(await failure({ kind: 'blocks' })).toMatchObject({ code: 'model_blocked', whose: 'yours', calls: 1 });
  });

  for (const credentials of ['wrong', 'no'] as const)
    promise(`${credentials} credentials are told at once, with what to do`, async (on) => {
      const { ask } = await on.stageWith({ credentials }, { kind: 'answers', text: 'Never.' });
      const told = await failureOf(ask());
      expect(told).toMatchObject({ code: 'model_forbidden', whose: 'service' });
      expect(told.remedy).toMatch(/^Whoever runs this bot has to (set BELLHOP_MODEL_KEY|let its workers use)/);
    });

  promise('a call in flight ends when nobody wants it any more', async ({ stageWith }) => {
    const { asked, stopOnceAsked } = await stageWith({ callMs: 60_000 }, { kind: 'hangs' });
    await stopOnceAsked();
    expect(asked.length).toBe(1);
  });

  promise('hangs up on a provider that nobody waits for any more', async ({ stageWith }) => {
    const { left, stopOnceAsked } = await stageWith({ callMs: 60_000 }, { kind: 'hangs' });
    await stopOnceAsked();
    await expect.poll(() => left).toEqual(['hangs']);
  });

  promise('asks nothing when nobody wants it', async ({ stage }) => {
    const { ask, asked } = await stage({ kind: 'answers', text: 'Never.' });
    await expect(ask(ASK, AbortSignal.abort(new Error('stopped by ana')))).rejects.toThrow('stopped by ana');
    expect(asked).toEqual([]);
  });
}
