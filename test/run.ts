import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { COMPILE_CACHE } from '#deploy/local/compile-cache.ts';
import { contractTable } from './contract-table.ts';
import { availability, TIERS } from './tiers.ts';

/**
 * `npm test`: what the code looks like, then what it does. Says which tiers ran, which did not, and why.
 * `BELLHOP_TIERS=all` makes a missing tier a failure.
 */
async function main(): Promise<number> {
  const missing = await tellTiers();
  if (missing.length > 0 && process.env.BELLHOP_TIERS === 'all') {
    console.error(`Every tier is required here, and ${missing.join(', ')} cannot run.`);
    return 1;
  }
  const only = process.argv.slice(2);
  const failed = only.length === 0 ? CHECKS.filter(({ argv }) => !succeeds(argv)).map(({ name }) => name) : [];
  const tests = runTests(only);
  for (const line of tests.table) console.log(line);
  for (const name of failed) console.error(`${name} failed (see above).`);
  console.log(`${tests.passed} passed, ${tests.failed + failed.length} failed, ${tests.skipped} skipped`);
  return failed.length + tests.failed === 0 && tests.ran ? 0 : 1;
}

const CHECKS = [
  { name: 'Formatting and lint', argv: ['biome', 'check'] },
  { name: 'Types', argv: ['tsc'] },
  { name: 'Types of the page', argv: ['tsc', '-p', 'deploy/local/slack/page'] },
  { name: 'Dead code', argv: ['knip'] },
] as const;

const succeeds = ([command, ...args]: readonly [string, ...string[]]): boolean =>
  spawnSync(command, args, { stdio: 'inherit' }).status === 0;

async function tellTiers(): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const [tier, { what }] of Object.entries(TIERS)) {
    const found = await availability(tier);
    if (!found.runs) missing.push(tier);
    console.log(
      found.runs ? `tier ${tier}: runs (${what})` : `tier ${tier}: does not run (${what}), because ${found.why}`,
    );
  }
  return missing;
}

const Case = z.object({ ancestorTitles: z.array(z.string()), status: z.string() });

const Summary = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  success: z.boolean(),
  testResults: z.array(z.object({ assertionResults: z.array(Case) })),
});

function runTests(only: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-tests-'));
  const file = join(folder, 'summary.json');
  try {
    const args = [
      'run',
      '--config',
      'test/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...only,
    ];
    const env = { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE };
    const { status } = spawnSync('vitest', args, { stdio: 'inherit', env });
    const summary = Summary.parse(JSON.parse(readFileSync(file, 'utf8')));
    // A file that cannot be loaded, or an error outside of any test, fails the run without failing a test.
    const outside = status !== 0 && summary.numFailedTests === 0 ? 1 : 0;
    return {
      ran: summary.numPassedTests > 0,
      passed: summary.numPassedTests,
      failed: summary.numFailedTests + outside,
      skipped: summary.numPendingTests,
      table: contractTable(summary.testResults.flatMap(({ assertionResults }) => assertionResults)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
