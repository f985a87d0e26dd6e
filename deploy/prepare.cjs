// Runs before every npm script, on whatever Node there is: plain JavaScript that an old one can read.
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const wanted = Number(require('../package.json').engines.node.replace(/\D/g, ''));

if (!isInstalled()) {
  console.error('Bellhop: installing its packages, once; this takes about a minute.');
  const npm = process.env.npm_execpath;
  const args = ['install', '--no-audit', '--no-fund'];
  // npm's own scripts and `npm` on the PATH both end up with the Node they were started by.
  const run = npm ? spawnSync(process.execPath, [npm].concat(args), options()) : spawnSync('npm', args, options());
  if (run.status !== 0) refuse('`npm install` failed (see above); mend that and run the same command again.');
}

const major = versionOf('node');
if (!(major >= wanted)) {
  refuse(
    'Bellhop needs Node ' +
      wanted +
      ' or newer, and what runs here is ' +
      (major ? `Node ${major}` : 'none') +
      ': run `npm install` again with install scripts allowed for the package `node`, or install Node ' +
      wanted +
      ' yourself.',
  );
}

/** Installed, and not older than the lock file: a pull that changed it wants another install. */
function isInstalled() {
  const mark = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(mark) || !existsSync(join(root, 'node_modules', '.bin', 'node'))) return false;
  return statSync(mark).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs || sameLock(mark);
}

function sameLock(mark) {
  const installed = JSON.parse(readFileSync(mark, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.keys(installed).every((path) => locked[path] && locked[path].version === installed[path].version);
}

/** The Node that npm scripts find first: the one of the package `node`, put on their PATH by npm. */
function versionOf(command) {
  const path = join(root, 'node_modules', '.bin') + (process.platform === 'win32' ? ';' : ':') + process.env.PATH;
  const run = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    env: Object.assign({}, process.env, { PATH: path }),
  });
  const match = /^v(\d+)\./.exec(run.stdout || '');
  return match ? Number(match[1]) : 0;
}

function options() {
  return { cwd: root, stdio: ['ignore', 2, 2] };
}

function refuse(words) {
  console.error(words);
  process.exit(1);
}
