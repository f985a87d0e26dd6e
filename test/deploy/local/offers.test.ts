import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { offersOf } from '#deploy/local/offers.ts';
import { sampleRepositories } from '#deploy/local/repositories.ts';
import { SAMPLES } from '#deploy/local/samples/samples.ts';

function around(path = process.env.PATH ?? '') {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-offers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const scratch = join(folder, 'scratch');
  const repositories = sampleRepositories();
  return {
    folder,
    scratch,
    offers: offersOf({ repositories, githubUrl: 'http://127.0.0.1:1', scratch, path, bot: () => undefined }),
  };
}

test('every suggestion of every sample is offered, and what this machine lacks is said', () => {
  const { folder } = around();
  writeFileSync(join(folder, 'npm'), '');
  chmodSync(join(folder, 'npm'), 0o755);
  const suggestions = around(folder).offers.suggestions ?? [];
  expect(suggestions.length).toBe(SAMPLES.flatMap((sample) => sample.suggestions).length);
  const byRepository = new Map(suggestions.map(({ repository, unavailable }) => [repository, unavailable]));
  expect(byRepository.get('acme/shop-js')).toBeUndefined();
  expect(byRepository.get('acme/ledger-py')).toMatch(/python3 is not installed/);
});

test('workers of this playground are killed, and nobody else’s', async () => {
  const { scratch, offers } = around();
  const kill = offers.acts?.find(({ id }) => id === 'kill-workers');
  expect(await kill?.act()).toBe('No worker runs.');
  const start = (folder: string) =>
    spawn('sleep', ['60'], { env: { PATH: process.env.PATH, BELLHOP_SCRATCH: folder } });
  const [ours, other] = [start(scratch), start(`${scratch}-of-another`)];
  onTestFinished(() => void other.kill());
  await Promise.all([once(ours, 'spawn'), once(other, 'spawn')]);
  const ended = once(ours, 'exit');
  expect(await kill?.act()).toBe('Killed one worker.');
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(other.exitCode).toBeNull();
});
