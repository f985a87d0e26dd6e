import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, figure, median } from './measure.ts';

const RUNS = 3;
const MAIN = fileURLToPath(import.meta.resolve('#deploy/local/main.ts'));
const PORT = 43_100;

/** From `npm start` until the address is printed and the page behind it, with its script and style, was served. */
export async function startToPage(): Promise<readonly Figure[]> {
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) seconds.push((await timeOne(PORT + 10 * run)) / 1000);
  return [figure('start_to_page', median(seconds), 's', { aim: 5 })];
}

async function timeOne(port: number): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'bellhop-start-'));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [MAIN, '--port', String(port), '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let printed = '';
    for await (const chunk of child.stdout) {
      printed += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (address === undefined) continue;
      await servedWhole(address);
      return performance.now() - startedAt;
    }
    throw new Error(`the playground ended; it said ${printed}`);
  } finally {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

/** The page and all that it names. */
async function servedWhole(address: string): Promise<void> {
  const page = await (await fetch(address)).text();
  for (const [, path = ''] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    const response = await fetch(new URL(path, address));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await response.arrayBuffer();
  }
}
