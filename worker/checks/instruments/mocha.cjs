'use strict';

/**
 * Required by Mocha's own process: listens to the run beside the reporter the repository chose, because Mocha knows one
 * reporter only. Writes the shape of Mocha's JSON report.
 */
const { realpathSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const folder = /^(.*\/node_modules\/mocha)\/(?:bin|lib\/cli)\//.exec(realpathSync(process.argv[1] ?? __filename))?.[1];
// Mocha's parallel workers require this file as well; the main process hears of their tests.
if (folder) listen(loadMocha(folder));

function loadMocha(path) {
  const loaded = require(path);
  return loaded.default ?? loaded;
}

function listen(Mocha) {
  const run = Mocha.prototype.run;
  Mocha.prototype.run = function runAndRecord(...given) {
    const runner = run.apply(this, given);
    record(runner);
    return runner;
  };
}

function record(runner) {
  const report = { passes: [], failures: [], pending: [] };
  let order = 0;
  const add = (list) => (test) => list.push(describe(test, ++order));
  runner.on('pass', add(report.passes));
  runner.on('fail', add(report.failures));
  runner.on('pending', add(report.pending));
  runner.on('end', () => {
    writeFileSync(join(dirname(__dirname), 'reports', `mocha-${process.pid}.json`), JSON.stringify(report));
  });
}

/** A hook carries no file; its suite does. */
function describe(test, order) {
  return {
    fullTitle: test.fullTitle(),
    titlePath: test.titlePath?.(),
    file: test.file ?? test.parent?.file,
    type: test.type,
    order,
  };
}
