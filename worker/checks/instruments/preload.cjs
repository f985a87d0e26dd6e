'use strict';

/**
 * Loaded into every Node process of a check. Where that process is a test runner, it is asked for a report file beside
 * whatever it prints; which tests run does not change. It works the same behind npm scripts, npx, c8 or cross-env.
 */
const { realpathSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const reports = join(__dirname, '..', 'reports');

const RUNNERS = [
  { entry: /\/node_modules\/vitest\/vitest\.mjs$/, ask: askVitest },
  { entry: /\/node_modules\/(?:jest|jest-cli)\/bin\/jest\.js$/, ask: askJest },
  { entry: /\/node_modules\/mocha\/(?:bin\/_?mocha(?:\.js)?|lib\/cli\/cli\.js)$/, ask: askMocha },
  { entry: /\/node_modules\/tsx\/dist\/cli\.mjs$/, ask: askNodeTest },
];

if (isMainThread && !process.env.CHECK_REPORTED) askForReport();

function askForReport() {
  const entry = entryPoint();
  const runner = RUNNERS.find((candidate) => candidate.entry.test(entry));
  const asked = runner?.ask(process.argv.slice(2));
  if (!asked) return;
  process.argv.splice(2, 0, ...asked);
  // A runner that a test starts inside itself is part of that test: it reports to nobody.
  process.env.CHECK_REPORTED = '1';
}

function entryPoint() {
  try {
    return realpathSync(process.argv[1] ?? '');
  } catch {
    // `node -e`, the prompt, a script that is not there: no test runner, and Node itself says what is wrong.
    return '';
  }
}

function askVitest(given) {
  if (given.some((argument) => /^--output-?file(?:\.json)?(?:=|$)/i.test(argument))) return undefined;
  const shown = given.some((argument) => argument.startsWith('--reporter')) ? [] : ['--reporter=default'];
  return [...shown, '--reporter=json', `--outputFile.json=${reportFile('vitest', 'json')}`];
}

function askJest(given) {
  if (given.some((argument) => /^--(?:json|outputFile|listTests|showConfig)\b/.test(argument))) return undefined;
  return ['--json', `--outputFile=${reportFile('jest', 'json')}`];
}

function askMocha() {
  return [`--require=${join(__dirname, 'mocha.cjs')}`];
}

function askNodeTest(given) {
  if (!given.includes('--test') || given.some((argument) => argument.startsWith('--test-reporter'))) return undefined;
  return [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=junit',
    `--test-reporter-destination=${reportFile('node-test', 'xml')}`,
  ];
}

/** One file per process, so that a check that runs several runners loses none of their reports. */
function reportFile(format, ending) {
  return join(reports, `${format}-${process.pid}.${ending}`);
}
