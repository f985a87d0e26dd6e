import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect, headAndTail } from '#worker/sandbox/output.ts';

const KEPT_BYTES = 64 * 1024;

function keep(chunks: readonly string[]): string {
  const kept = headAndTail();
  for (const chunk of chunks) kept.add(Buffer.from(chunk));
  return kept.text();
}

test('short output is kept whole, however it is cut into chunks', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (chunks) => {
      expect(keep(chunks)).toBe(chunks.join(''));
    }),
  );
});

test('of long output exactly the first and the last half are kept, however it is cut into chunks', () => {
  const all = Array.from({ length: 40_000 }, (_, line) => `${line}\n`).join('');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (size) => {
      const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
        all.slice(n * size, (n + 1) * size),
      );
      const [head, tail] = [all.slice(0, KEPT_BYTES / 2), all.slice(-KEPT_BYTES / 2)];
      expect(keep(chunks)).toBe(`${head}\n… ${all.length - KEPT_BYTES} bytes of output left out here …\n${tail}`);
    }),
    { numRuns: 20 },
  );
});

test('output of exactly what is kept is not cut', () => {
  expect(keep(['x'.repeat(KEPT_BYTES)])).toBe('x'.repeat(KEPT_BYTES));
  expect(keep(['x'.repeat(KEPT_BYTES + 1)])).toContain('… 1 bytes');
});

test('a character the cut goes through is left out', () => {
  const text = keep(['a', '€'.repeat(KEPT_BYTES)]);
  expect(text).not.toContain('\uFFFD');
  expect(text).toMatch(/€\n… /);
  expect(text).toMatch(/ …\n€/);
});

test('the log gets what is allowed, and the reader of the rest is told once or more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-output-'));
  const logFile = join(folder, 'log');
  let full = 0;
  const heard: string[] = [];
  const chunks = ['12345', '67890', 'more'].map((chunk) => Buffer.from(chunk));
  const sink = { logFile, outputBytes: 7, onOutput: (text: string) => heard.push(text) };
  const text = await collect(Readable.from(chunks), sink, () => {
    full += 1;
  });
  expect({ text, heard: heard.join(''), log: readFileSync(logFile, 'utf8') }).toEqual({
    text: '1234567',
    heard: '1234567',
    log: '1234567',
  });
  expect(full).toBeGreaterThan(0);
  rmSync(folder, { recursive: true });
});
