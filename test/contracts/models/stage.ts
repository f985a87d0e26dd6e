import { expect, onTestFinished } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import type { Message, Model, ToolSpec } from '#worker/model/model.ts';
import type { Patience } from '#worker/model/retry.ts';
import type { Credentials } from './credentials.ts';
import { type Dialect, playProvider, type Scene } from './play.ts';

/** An adapter, and the provider it is tried on. */
export interface Subject {
  readonly adapter: string;
  readonly dialect: Dialect;
  /** Where its calls arrive. */
  readonly path: string;
  /** Opened by the name `some-model`. */
  open(url: string, about: About): Model;
  readonly certificate?: { readonly key: string; readonly cert: string };
}

interface About {
  readonly patience: Patience;
  readonly callMs: number;
  readonly credentials: Credentials;
}

/** Patient enough for two refusals. */
export const QUICK: Patience = { tries: 3, firstWaitMs: 1, longestWaitMs: 5_000 };
const READ: ToolSpec = {
  name: 'read',
  description: 'Reads a file.',
  parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};
export const ASK: readonly Message[] = [{ role: 'user', text: 'Mend it.' }];

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** An adapter opposite a provider that plays scenes. */
export async function openStage(subject: Subject) {
  async function stageWith(about: Partial<About>, ...scenes: readonly Scene[]) {
    const provider = await playProvider(subject.dialect, scenes, subject.certificate);
    onTestFinished(provider.close);
    // Short enough for a test, where that is what is waited for.
    const callMs = scenes.some(({ kind }) => kind === 'hangs') ? 400 : 60_000;
    const model = subject.open(provider.url, { patience: QUICK, callMs, credentials: 'good', ...about });
    const ask = (messages = ASK, signal = new AbortController().signal) =>
      model.ask({ system: 'You mend things.', messages, tools: [READ], signal });
    return { ...provider, model, ask, stopOnceAsked: () => stopOnceAsked(provider.asked, ask) };
  }

  const stage = (...scenes: readonly Scene[]) => stageWith({}, ...scenes);
  return {
    stage,
    stageWith,
    /** What a person is told when one scene is played again and again. */
    failure: async (scene: Scene) => {
      const { ask, asked } = await stage(scene);
      return { ...(await failureOf(ask())), calls: asked.length };
    },
    close: async () => {},
  };
}

async function stopOnceAsked(
  asked: readonly unknown[],
  ask: (messages: typeof ASK, signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const stop = new AbortController();
  const asking = ask(ASK, stop.signal);
  await Promise.all([
    expect(asking).rejects.toThrow('stopped by ana'),
    expect
      .poll(() => asked.length, { timeout: 30_000 })
      .toBe(1)
      .then(() => stop.abort(new Error('stopped by ana'))),
  ]);
}

export async function failureOf(asking: Promise<unknown>) {
  const error = await asking.catch((thrown: unknown) => thrown);
  if (!(error instanceof TaskError)) throw error;
  return { code: error.code, whose: error.whose, words: error.message, remedy: error.remedy };
}
