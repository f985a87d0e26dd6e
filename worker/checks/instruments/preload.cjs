'use strict';

/**
 * Loaded into every Node process of a check. Where that process is a test runner, it is asked for a report file beside
 * whatever it prints; which tests run does not change. It works the same behind npm scripts, npx, c8 or cross-env.
 */
const { spawnSync } = require('node:child_process');
const { realpathSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const reports = join(__dirname, '..', 'reports');

const RUNNERS = [
  { entry: /\/node_modules\/vitest\/vitest\.mjs$/, ask: askVitest },
  { entry: /\/node_modules\/(?:jest|jest-cli)\/bin\/jest\.js$/, ask: askJest },
  { entry: /\/node_modules\/mocha\/(?:bin\/_?mocha(?:\.js)?|lib\/cli\/cli\.js)$/, ask: askMocha },
];

if (isMainThread && !process.env.CHECK_REPORTED) askForReport();

function askForReport() {
  if (process.execArgv.includes('--test')) return runNodeTest();
  const entry = entryPoint();
  const runner = RUNNERS.find((candidate) => candidate.entry.test(entry));
  if (!runner) return;
  // A runner that a test starts inside itself is part of that test: it reports to nobody.
  process.env.CHECK_REPORTED = '1';
  process.argv.splice(2, 0, ...runner.ask(process.argv.slice(2)));
}

function entryPoint() {
  const path = process.argv[1] ?? '';
  try {
    return realpathSync(path);
  } catch {
    // A path inside a package archive (Plug'n'Play), which Node itself cannot follow yet, or no script at all.
    return path;
  }
}

function askVitest(given) {
  if (given.some((argument) => /^--output-?file(?:\.json)?(?:=|$)/i.test(argument))) return [];
  const shown = given.some((argument) => argument.startsWith('--reporter')) ? [] : ['--reporter=default'];
  return [...shown, '--reporter=json', `--outputFile.json=${reportFile('vitest', 'json')}`];
}

function askJest(given) {
  if (given.some((argument) => /^--(?:json|outputFile|listTests|showConfig)\b/.test(argument))) return [];
  return ['--json', `--outputFile=${reportFile('jest', 'json')}`];
}

function askMocha() {
  return [`--require=${join(__dirname, 'mocha.cjs')}`];
}

/**
 * Node reads its own options before anything of ours runs, so `node --test` is run once more with what is missing. It
 * wants one destination for each reporter: nothing may be added to a command that names its own.
 */
function runNodeTest() {
  process.env.CHECK_REPORTED = '1';
  const options = [...process.execArgv, process.env.NODE_OPTIONS ?? ''];
  if (options.some((option) => option.includes('--test-reporter'))) return;
  const asked = ['spec', 'stdout', 'junit', reportFile('node-test', 'xml')];
  const reporters = asked.map((value, index) => `--test-reporter${index % 2 ? '-destination' : ''}=${value}`);
  const command = [...reporters, ...process.execArgv, ...process.argv.slice(1)];
  const { status, signal } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}

/** One file per process, so that a check that runs several runners loses none of their reports. */
function reportFile(format, ending) {
  return join(reports, `${format}-${process.pid}.${ending}`);
}
