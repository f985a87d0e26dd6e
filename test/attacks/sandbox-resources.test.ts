import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlace, type Place, processesNaming } from '../worker/sandbox/place.ts';
import { type Worker, workerUsersWithoutCgroups } from '../worker/sandbox/workers.ts';

const MEBIBYTE = 1024 ** 2;

for (const user of await workerUsersWithoutCgroups()) {
  const skipped = user.missing === undefined ? '' : `: skipped, ${user.missing}`;
  describe.skipIf(user.missing !== undefined)(`a greedy command, worker run by ${user.name}${skipped}`, () => {
    let place: Place;
    let worker: Worker;

    beforeAll(async () => {
      place = makePlace(user.user);
      worker = await user.open(place);
    });
    afterAll(async () => {
      await worker?.close();
      place?.remove();
    });

    test('gets no more processes than it may have', async () => {
      const script = `
        let up = 0;
        for (let i = 0; i < 60; i++) require('child_process').spawn('sleep', ['54322.1']).on('spawn', () => up++).on('error', () => 0);
        setTimeout(() => { console.log(up); process.exit(); }, 200);`;
      const { output } = await worker.run(place.command(['node', '-e', script], { limits: { processes: 40 } }));
      expect(Number(output)).toBeGreaterThan(5);
      expect(Number(output)).toBeLessThan(40);
      expect(processesNaming('54322.1')).toEqual([]);
    });

    test('that is a fork bomb is over at its end, and another sandbox works meanwhile', async () => {
      const bomb = 'bomb() { bomb 54322.2 | bomb 54322.2 & }; bomb; sleep 54322.2';
      const logFile = join(place.folder, 'other-log');
      const bombing = worker.run(place.shell(bomb, { limits: { processes: 40, wallMs: 2_000 } }));
      expect(await worker.run(place.shell('echo fine', { logFile }))).toMatchObject({ exitCode: 0, output: 'fine\n' });
      await bombing;
      expect(processesNaming('54322.2')).toEqual([]);
    });

    test('is stopped when one process takes too much memory', async () => {
      const script = 'const all = []; for (;;) all.push(Buffer.alloc(4 * 1024 ** 2, 1));';
      const command = place.command(['node', '-e', script], { limits: { memoryBytes: 160 * MEBIBYTE } });
      expect(await worker.run(command)).toMatchObject({ exitCode: null, stopped: 'memory' });
    });

    test('is stopped when all of its processes together take too much memory', async () => {
      const hold = 'const held = Buffer.alloc(60 * 1024 ** 2, 1); setTimeout(() => held, 60_000)';
      const script = `for i in 1 2 3 4 5; do node -e '${hold}' & done; wait`;
      const command = place.shell(script, { limits: { memoryBytes: 260 * MEBIBYTE } });
      expect(await worker.run(command)).toMatchObject({ exitCode: null, stopped: 'memory' });
    });

    test('may fork with much memory that it only shares', async () => {
      const script = [
        'import os, time',
        'held = bytearray(os.urandom(1) * (90 * 1024 ** 2))',
        'for _ in range(4):',
        '    if os.fork() == 0: time.sleep(0.5); os._exit(0)',
        'for _ in range(4): os.wait()',
      ].join('\n');
      const command = place.command(['/usr/bin/python3', '-c', script], { limits: { memoryBytes: 220 * MEBIBYTE } });
      expect(await worker.run(command)).toMatchObject({ exitCode: 0, output: '' });
    });

    test('cannot fill the memory through /tmp, /dev/shm or the root of the file system', async () => {
      const script =
        'for d in /tmp /dev/shm / /dev; do (head -c 300M /dev/zero > $d/big) 2>/dev/null && echo filled $d; done; true';
      const { output, stopped } = await worker.run(place.shell(script, { limits: { memoryBytes: 256 * MEBIBYTE } }));
      expect({ output, stopped: stopped ?? 'memory' }).toEqual({ output: '', stopped: 'memory' });
    });

    test.each([
      ['in many files', 'for i in $(seq 1000); do head -c 4M /dev/zero > f$i || exit 1; done'],
      ['in its home', 'for i in $(seq 1000); do head -c 4M /dev/zero > $HOME/f$i || exit 1; done'],
      ['in files that are deleted but open', deletedFiles()],
      ['by reserving it', 'for i in $(seq 1000); do fallocate -l 4M r$i || exit 1; done'],
    ])('is stopped when it fills the disk %s', async (_, script) => {
      const command = place.shell(script, { limits: { diskBytes: 40 * MEBIBYTE } });
      expect(await worker.run(command)).toMatchObject({ exitCode: null, stopped: 'disk' });
      await worker.run(place.shell('rm -rf /workspace/* $HOME/*'));
    });

    test('is stopped when it makes files without number', async () => {
      const script = 'i=0; while :; do : > f$i; i=$((i+1)); done';
      const command = place.shell(script, { limits: { diskBytes: MEBIBYTE } });
      expect(await worker.run(command)).toMatchObject({ exitCode: null, stopped: 'disk' });
      await worker.run(place.shell('rm -rf /workspace/*'));
    });

    test('makes no file bigger than it may', async () => {
      const script = 'truncate -s 1G sparse; head -c 1G /dev/zero > giant; true';
      await worker.run(place.shell(script, { limits: { diskBytes: 8 * MEBIBYTE } }));
      const sizes = readdirSync(place.workspace).map((name) => statSync(join(place.workspace, name)).size);
      expect(Math.max(...sizes)).toBe(8 * MEBIBYTE);
      await worker.run(place.shell('rm -rf /workspace/*'));
    });

    test('is not blamed for what was there before, or for what it deletes again', async () => {
      const limits = { diskBytes: 40 * MEBIBYTE };
      for (const name of ['a', 'b']) {
        const { exitCode } = await worker.run(place.shell(`head -c 30M /dev/zero > ${name}`, { limits }));
        expect(exitCode).toBe(0);
      }
      const script = 'for i in 1 2 3 4; do head -c 25M /dev/zero > again; sleep 0.2; rm again; done';
      expect(await worker.run(place.shell(script, { limits }))).toMatchObject({ exitCode: 0 });
      await worker.run(place.shell('rm -rf /workspace/*'));
    });

    test('leaves no cgroup behind', () => {
      const ours = readdirSync('/sys/fs/cgroup', { recursive: true, encoding: 'utf8' });
      expect(ours.filter((path) => path.includes(`bellhop-${worker.process.pid}-`))).toEqual([]);
    });

    test('that writes a gibibyte of output is stopped, and the worker does not grow with it', async () => {
      const before = await worker.residentBytes();
      const command = place.shell('head -c 1G /dev/zero', { limits: { outputBytes: 32 * MEBIBYTE } });
      const { stopped, output } = await worker.run(command);
      expect(stopped).toBe('output');
      expect(output.length).toBeLessThan(70_000);
      expect(statSync(place.logFile).size).toBe(32 * MEBIBYTE);
      expect((await worker.residentBytes()) - before).toBeLessThan(64 * MEBIBYTE);
    });
  });
}

function deletedFiles(): string {
  const script = [
    "const { openSync, unlinkSync, writeSync } = require('fs');",
    'for (let i = 0; ; i++) {',
    "  const file = openSync('gone', 'w'); unlinkSync('gone'); writeSync(file, Buffer.alloc(4 * 1024 ** 2, 1));",
    '}',
  ].join(' ');
  return `node -e "${script}"`;
}
