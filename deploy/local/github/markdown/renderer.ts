import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';

/** Turns Markdown into harmless HTML, one text after the other; undefined for a text that takes too long or too much. */
export interface MarkdownRenderer {
  render(markdown: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Much for an honest text, even on a machine that is busy; somebody waits for the page meanwhile. */
const LONGEST_MS = 4_000;
/** More than GitHub takes as the body of a pull request, a comment, or the summary of a check. */
const MOST_CHARACTERS = 131_072;
const MOST_HTML_CHARACTERS = 2_000_000;
/** So that a page with such a text is slow once, and not at every look. */
const MOST_REMEMBERED = 20;
const LIMITS = { maxOldGenerationSizeMb: 256, stackSizeMb: 4 };

const Answer = z.string().max(MOST_HTML_CHARACTERS).optional().catch(undefined);

export function openMarkdownRenderer(): MarkdownRenderer {
  let worker: Promise<Worker> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const givenUp = new Set<string>();

  async function renderNow(markdown: string): Promise<string | undefined> {
    worker = worker ?? startWorker();
    const running = await worker;
    try {
      return Answer.parse(await ask(running, markdown));
    } catch {
      // Too slow, or out of memory: the thread is given up, and the reader gets the text as it was written.
      worker = undefined;
      await running.terminate();
      if (givenUp.size >= MOST_REMEMBERED) givenUp.clear();
      givenUp.add(markdown);
      return undefined;
    }
  }

  return {
    async render(markdown) {
      if (markdown.length > MOST_CHARACTERS || givenUp.has(markdown)) return undefined;
      const mine = last.then(() => renderNow(markdown));
      last = mine.catch(() => undefined); // Told to whoever asked; the next text does not suffer for it.
      return await mine;
    },
    async close() {
      const running = await worker;
      await running?.terminate();
    },
  };
}

/** Resolves once it listens, so that starting up is not counted as rendering. */
async function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: LIMITS, env: {}, execArgv: [] });
  worker.unref();
  await once(worker, 'message');
  worker.on('error', () => void worker.terminate()); // Out of memory, with nobody waiting any more.
  return worker;
}

async function ask(worker: Worker, markdown: string): Promise<unknown> {
  worker.postMessage(markdown);
  const [answer] = await once(worker, 'message', { signal: AbortSignal.timeout(LONGEST_MS) });
  return answer;
}
