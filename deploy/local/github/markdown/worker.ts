// Runs in a thread of its own, which may be ended while it works: some texts take minutes to read.
import { parentPort } from 'node:worker_threads';
import { toHtml } from './to-html.ts';

parentPort?.on('message', (markdown: string) => parentPort?.postMessage(rendered(markdown)));
parentPort?.postMessage('ready');

function rendered(markdown: string): string | undefined {
  try {
    return toHtml(markdown);
  } catch {
    return undefined; // Nested deeper than the stack; the reader gets the text as it was written.
  }
}
