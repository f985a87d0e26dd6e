import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, bundleWorker } from '#deploy/bundle.ts';
import { run, stage } from '../worker/stage/run.ts';
import { call, recording, SHOP } from '../worker/stage/sample.ts';

describe('the worker as a few files', () => {
  let bundle: Bundle;

  beforeAll(async () => {
    bundle = await bundleWorker();
  });

  test('does what it does as written', async () => {
    const mend = call('edit', { path: 'total.js', old_text: 'sum - price', new_text: 'sum + price' });
    const opened = await stage({ files: SHOP, cassette: recording([mend]), entry: bundle.entry });
    await run(opened);
    expect(opened.bot.end()).toMatchObject({
      outcome: { end: 'pushed' },
      report: { evidence: { verdict: 'green', moves: { fixed: ['total.test.js > the total is the sum'] } } },
    });
  });

  test('knows whether there is a sandbox', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [bundle.entry, '--probe']);
    expect(JSON.parse(stdout)).toHaveProperty('sandbox');
  });

  test('brings every prompt, and what Node has made of its files', async () => {
    const folder = bundle.entry.replace(/main\.mjs$/, '');
    expect(await readFile(`${folder}system.md`, 'utf8')).toContain('You are a software engineer');
    expect(await readdir(bundle.compileCache)).not.toEqual([]);
  });
});
