import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, type TestContext, test } from 'vitest';
import * as z from 'zod';
import { SAMPLES } from '#deploy/local/samples/samples.ts';

const DEMO = fileURLToPath(import.meta.resolve('#deploy/local/demo.ts'));

const Report = z.object({
  status: z.string(),
  pullRequest: z.url().nullable(),
  seconds: z.number().positive(),
  evidence: z.object({ verdict: z.string() }).nullable(),
  messages: z.array(z.object({ user: z.string(), text: z.string() })),
});

/** `npm run demo -- --json …`, to its end. */
async function demo(...args: readonly string[]) {
  const { promise, resolve } = Promise.withResolvers<{ exitCode: unknown; stdout: string; stderr: string }>();
  execFile(process.execPath, [DEMO, '--json', ...args], (error, stdout, stderr) =>
    resolve({ exitCode: error ? error.code : 0, stdout, stderr }),
  );
  return promise;
}

/** The first sample's recording without what changes a file. */
async function withoutEdits({ onTestFinished }: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-cassette-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const Played = z.looseObject({
    turns: z.array(z.looseObject({ calls: z.array(z.looseObject({ tool: z.string() })) })),
  });
  const cassette = Played.parse(JSON.parse(await readFile(SAMPLES[0].suggestions[0].cassette, 'utf8')));
  const turns = cassette.turns.flatMap((turn) => {
    const calls = turn.calls
      .filter(({ tool }) => tool !== 'edit' && tool !== 'write')
      .map(({ expect: _, ...call }) => call);
    return calls.length > 0 ? [{ ...turn, calls }] : [];
  });
  const file = join(folder, 'cassette.json');
  await writeFile(file, JSON.stringify({ ...cassette, turns }));
  return file;
}

describe.concurrent('the demo', () => {
  test('ends well only with a pull request whose branch passes the test that failed', async () => {
    const { exitCode, stdout, stderr } = await demo();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const report = Report.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ status: 'succeeded', evidence: { verdict: 'green' } });
    expect(report.pullRequest).toMatch(/\/acme\/shop-js\/pull\/1$/);
    expect(report.messages.at(-1)?.text).toMatch(/Done/);
  });

  test('fails when the agent only reads and says that it is done', async (context) => {
    const { exitCode, stdout, stderr } = await demo('--cassette', await withoutEdits(context));
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(Report.parse(JSON.parse(stdout))).toMatchObject({ status: 'failed', pullRequest: null });
  });

  test('says of a wrong word what is right', async () => {
    const { exitCode, stderr } = await demo('--sample', 'nothing');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/There is no sample nothing\.[\s\S]*acme\/shop-js/);
  });
});
