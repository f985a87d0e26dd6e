import { existsSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '#worker/sandbox/sandbox.ts';
import { unsandboxed } from '#worker/sandbox/unsandboxed.ts';
import { titleOf } from '../../contracts/contract.ts';
import { makePlace, type Place, processesNaming } from './place.ts';
import { workerUsers } from './workers.ts';

for (const user of await workerUsers()) {
  keepsTheContract(`bubblewrap under ${user.name}`, user.missing, user.user, ({ workspace, home }) =>
    user.open({ workspace, home }),
  );
}
keepsTheContract('unsandboxed', undefined, process.getuid?.() ?? 0, async ({ workspace, home }) =>
  unsandboxed({ workspace, home, path: process.env.PATH ?? '' }),
);

function keepsTheContract(
  adapter: string,
  missing: string | undefined,
  owner: number,
  open: (place: Place) => Promise<Sandbox>,
): void {
  describe.skipIf(missing !== undefined)(
    `${titleOf({ port: 'Sandbox', adapter })}${missing ? ` (skipped: ${missing})` : ''}`,
    () => {
      let place: Place;
      let sandbox: Sandbox;

      beforeAll(async () => {
        process.env.BELLHOP_TEST_CANARY = 'canary';
        place = makePlace(owner);
        sandbox = await open(place);
      });
      afterAll(async () => {
        await sandbox?.close();
        place?.remove();
        delete process.env.BELLHOP_TEST_CANARY;
      });

      test('a command runs in the workspace and its exit code comes back', async () => {
        const result = await sandbox.run(place.shell('echo hello > made && cat made && exit 7'));
        expect(result).toMatchObject({ exitCode: 7, output: 'hello\n' });
        expect(result.stopped).toBeUndefined();
        expect(readFileSync(`${place.workspace}/made`, 'utf8')).toBe('hello\n');
      });

      test('it can start in a folder of the workspace, and nowhere else', async () => {
        await sandbox.run(place.shell('mkdir -p a/b'));
        expect((await sandbox.run(place.command(['sh', '-c', 'basename "$PWD"'], { cwd: 'a/b' }))).output).toBe('b\n');
        await expect(sandbox.run(place.command(['true'], { cwd: '../..' }))).rejects.toThrow('outside the workspace');
      });

      test('stdout and stderr come back as one, in their order', async () => {
        const { output } = await sandbox.run(place.shell('for i in 1 2 3; do echo out$i; echo err$i >&2; done'));
        expect(output).toBe('out1\nerr1\nout2\nerr2\nout3\nerr3\n');
      });

      test('a script may open /dev/stdout, /dev/stderr and /dev/stdin again', async () => {
        const script = 'cat /dev/stdin > /dev/stdout; echo problem > /dev/stderr';
        expect((await sandbox.run(place.shell(script, { input: 'given\n' }))).output).toBe('given\nproblem\n');
      });

      test('the standard input is what was given, or closed', async () => {
        const long = 'x'.repeat(200_000);
        expect((await sandbox.run(place.shell('wc -c', { input: long }))).output.trim()).toBe('200000');
        expect((await sandbox.run(place.shell('wc -c'))).output.trim()).toBe('0');
      });

      test('the standard input can come while the command runs, and its end is the end of it', async () => {
        const input = new PassThrough();
        const heard: string[] = [];
        const script = 'while read -r line; do echo "heard $line"; done; echo over';
        const running = sandbox.run(place.shell(script, { input, onOutput: (text) => heard.push(text) }));
        for (const word of ['one', 'two']) {
          input.write(`${word}\n`);
          await expect.poll(() => heard.join('')).toContain(`heard ${word}\n`);
        }
        input.end();
        expect(await running).toMatchObject({ exitCode: 0, output: 'heard one\nheard two\nover\n' });
      });

      test('a command need not hear its input to the end', async () => {
        const input = new PassThrough();
        const running = sandbox.run(place.shell('read -r line; echo "$line"', { input }));
        input.write(`first\n${'x'.repeat(200_000)}`);
        expect(await running).toMatchObject({ exitCode: 0, output: 'first\n' });
        input.write('nobody is there');
      });

      test('a program that does not exist is an end like any other', async () => {
        const { exitCode, output } = await sandbox.run(place.command(['no-such-program']));
        expect(exitCode).toBe(127);
        expect(output).toContain('no-such-program');
      });

      test('a command killed by its own signal has an exit code as in a shell', async () => {
        const { exitCode, stopped } = await sandbox.run(place.shell('sh -c "kill -9 \\$\\$"; exit $?'));
        expect({ exitCode, stopped }).toEqual({ exitCode: 137, stopped: undefined });
      });

      test('its variables are its own: nothing of the worker, and what the command asked for', async () => {
        const { output } = await sandbox.run(place.command(['env'], { env: { ASKED: 'for' } }));
        expect(output).toContain('ASKED=for\n');
        expect(output).not.toContain('canary');
      });

      test('output is heard while the command runs, whole characters at a time, and logged', async () => {
        const heard: string[] = [];
        const script = 'printf "\\303"; sleep 0.2; printf "\\244\\n"; echo end';
        await sandbox.run(place.shell(script, { onOutput: (text) => heard.push(text) }));
        expect(heard.join('')).toBe('ä\nend\n');
        expect(readFileSync(place.logFile, 'utf8')).toBe('ä\nend\n');
      });

      test('long output keeps its head and its tail, says what is cut, and is whole in the log', async () => {
        const { output } = await sandbox.run(place.shell('echo first; yes 0123456789 | head -c 1000000; echo last'));
        expect(output.length).toBeLessThan(66_000);
        expect(output).toMatch(/^first\n/);
        expect(output).toMatch(/\n… \d+ bytes of output left out here …\n/);
        expect(output).toMatch(/last\n$/);
        expect(readFileSync(place.logFile).length).toBe(1_000_011);
      });

      test('too much output stops the command, and the log holds what was allowed', async () => {
        const { exitCode, stopped } = await sandbox.run(place.command(['yes'], { limits: { outputBytes: 100_000 } }));
        expect({ exitCode, stopped }).toEqual({ exitCode: null, stopped: 'output' });
        expect(readFileSync(place.logFile).length).toBe(100_000);
      });

      test('a command without end is stopped by the clock, and its children with it', async () => {
        const script = 'sleep 54321.1 & trap "" TERM INT HUP; while :; do :; done';
        const { exitCode, stopped } = await sandbox.run(place.shell(script, { limits: { wallMs: 500 } }));
        expect({ exitCode, stopped }).toEqual({ exitCode: null, stopped: 'timeout' });
        expect(processesNaming('54321.1')).toEqual([]);
      });

      test('an abort stops it in the middle', async () => {
        const abort = new AbortController();
        const running = sandbox.run(
          place.shell('echo begun; sleep 54321.2', { signal: abort.signal, onOutput: () => abort.abort() }),
        );
        expect(await running).toMatchObject({ exitCode: null, stopped: 'aborted', output: 'begun\n' });
        expect(processesNaming('54321.2')).toEqual([]);
      });

      test('a command aborted before it begins does nothing more', async () => {
        expect(await sandbox.run(place.shell('sleep 30', { signal: AbortSignal.abort() }))).toMatchObject({
          stopped: 'aborted',
        });
      });

      test('commands can run side by side', async () => {
        const logs = [1, 2, 3].map((number) => ({ number, logFile: `${place.folder}/log${number}` }));
        const results = await Promise.all(
          logs.map(({ number, logFile }) => sandbox.run(place.shell(`sleep 0.1; echo ${number}`, { logFile }))),
        );
        expect(results.map(({ output }) => output)).toEqual(['1\n', '2\n', '3\n']);
      });
    },
  );
}

for (const user of await workerUsers()) {
  test.skipIf(user.missing !== undefined)(`closing ends what still runs, under ${user.name}`, async () => {
    const place = makePlace(user.user);
    const sandbox = await user.open(place);
    const begun = Promise.withResolvers<void>();
    const running = sandbox.run(place.shell('echo begun; sleep 54321.3', { onOutput: () => begun.resolve() }));
    await begun.promise;
    expect(processesNaming('54321.3')).not.toEqual([]);
    await sandbox.close();
    expect((await running).stopped).toBe('aborted');
    expect(processesNaming('54321.3')).toEqual([]);
    place.remove();
  });
}

test('a sandbox that was closed runs nothing any more', async () => {
  const place = makePlace(process.getuid?.() ?? 0);
  const sandbox = unsandboxed({ workspace: place.workspace, home: place.home, path: process.env.PATH ?? '' });
  await sandbox.close();
  expect(await sandbox.run(place.shell('echo late > late.txt'))).toMatchObject({ exitCode: null, stopped: 'aborted' });
  expect(existsSync(`${place.workspace}/late.txt`)).toBe(false);
  expect(existsSync(place.logFile)).toBe(false);
  place.remove();
});
