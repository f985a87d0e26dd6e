'use strict';

/**
 * Runs `go test -json` for somebody who asked for `go test`: keeps the events in the file of the first argument, and
 * shows people what they would have seen with -v.
 */
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { appendFileSync } = require('node:fs');
const { createInterface } = require('node:readline');

const [report, go, ...given] = process.argv.slice(2);
void run();

async function run() {
  const child = spawn(go, given, { stdio: ['inherit', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    appendFileSync(report, `${line}\n`);
    process.stdout.write(shown(line));
  }
  const [code, signal] = await ended;
  if (signal) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
}

/** What is no event is the compiler's, and shown as it is. */
function shown(line) {
  try {
    return JSON.parse(line).Output ?? '';
  } catch {
    return `${line}\n`;
  }
}
