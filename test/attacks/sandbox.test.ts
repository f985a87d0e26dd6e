import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlace, own, type Place, processesNaming } from '../worker/sandbox/place.ts';
import { type Worker, type WorkerUser, workerUsers } from '../worker/sandbox/workers.ts';

const CANARY = 'canary-7f3a91';

for (const user of await workerUsers()) {
  describe.skipIf(user.missing !== undefined)(`a hostile command, worker run by ${user.name}${reason(user)}`, () => {
    let place: Place;
    let worker: Worker;
    const attack = async (script: string) => (await worker.run(place.shell(script))).output;

    beforeAll(async () => {
      place = makePlace(user.user);
      writeFileSync(join(place.folder, 'secret'), CANARY, { mode: 0o644 });
      worker = await user.open(place, {
        env: { PLANTED: CANARY },
        inherits: openSync(join(place.folder, 'secret'), 'r'),
      });
    });
    afterAll(async () => {
      await worker?.close();
      place?.remove();
    });

    test('can write to its workspace, its home and its temporary folders', async () => {
      const script = 'for d in /workspace "$HOME" /tmp /dev/shm; do echo x > $d/made && rm $d/made && echo ok; done';
      expect(await attack(script)).toBe('ok\n'.repeat(4));
    });

    test('cannot write anywhere else', async () => {
      const folders =
        '/ /usr /usr/bin /usr/local /etc /etc/ssl /opt /opt/node/bin /opt/bellhop /dev /home /proc/sys/kernel';
      expect(
        await attack(`for d in ${folders}; do (echo x > $d/made) 2>/dev/null && echo wrote to $d; done; true`),
      ).toBe('');
    });

    test('finds nothing of the host but programs', async () => {
      expect(
        (await attack('ls -A /')).split('\n').filter((name) => !/^(bin|sbin|lib\w*|usr|root|home|)$/.test(name)),
      ).toEqual(expect.arrayContaining(['dev', 'etc', 'opt', 'proc', 'tmp', 'workspace']));
      expect(await attack('ls -A /var /run /mnt /srv /boot /sys 2>/dev/null; ls -A /home')).toBe('agent\n');
      expect(await attack('cat /etc/shadow /etc/sudoers 2>/dev/null')).toBe('');
      expect(await attack('cut -d: -f1 /etc/passwd')).toBe('root\nagent\nnobody\n');
    });

    test('cannot see the home of whoever runs the worker', async () => {
      const files = readdirSync(homedir()).filter((name) =>
        statSync(join(homedir(), name), { throwIfNoEntry: false })?.isFile(),
      );
      const paths = files.map((name) => join(homedir(), name));
      const { exitCode } = await worker.run(place.command(['ls', '-d', homedir(), ...paths]));
      expect(exitCode).not.toBe(0);
      expect(await attack(`cat ${paths.map((path) => `'${path}'`).join(' ')} /dev/null 2>/dev/null`)).toBe('');
    });

    test('cannot read a file of the host, by its path, through a link, or through the descriptors it got', async () => {
      const secret = join(place.folder, 'secret');
      expect(readFileSync(secret, 'utf8')).toBe(CANARY);
      symlinkSync(secret, join(place.workspace, 'link'));
      symlinkSync(place.folder, join(place.workspace, 'folder'));
      expect(
        await attack(`cat ${secret} link folder/secret /proc/1/root${secret} /proc/1/cwd/link 2>&1`),
      ).not.toContain(CANARY);
      const descriptors = await attack('for d in /proc/[0-9]*/fd/*; do readlink $d; done');
      expect(descriptors).toContain('/dev/null');
      expect(descriptors).not.toContain('secret');
    });

    test('finds no variable of the worker, in its environment or in any process it can see', async () => {
      const names = (await attack('env | cut -d= -f1')).trim().split('\n');
      expect(names).toEqual(expect.arrayContaining(['PATH', 'HOME', 'LANG', 'TMPDIR', 'CI']));
      expect(await attack('env; cat /proc/*/environ /proc/*/task/*/environ /proc/*/cmdline 2>/dev/null')).not.toContain(
        CANARY,
      );
    });

    test('sees no process of the host and can signal none', async () => {
      const host = spawn('sleep', ['54321.4']);
      expect(Number(await attack('ls -d /proc/[0-9]* | wc -l'))).toBeLessThan(8);
      await attack(`for p in ${host.pid} ${worker.process.pid} ${process.pid}; do kill -9 $p; done; kill -9 -1`);
      expect(host.exitCode ?? host.signalCode).toBeNull();
      expect(worker.process.exitCode ?? worker.process.signalCode).toBeNull();
      host.kill();
    });

    test('cannot reach into process 1 of its own sandbox either', async () => {
      const script = 'kill -9 1; echo x > /proc/1/mem; cat /proc/1/mem; kill -0 1 && echo there';
      expect(await attack(`(${script}) 2>/dev/null`)).toBe('there\n');
    });

    test('has no capability, can gain none, and a setuid program changes nothing', async () => {
      const status = await attack('grep -E "^(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs)" /proc/self/status');
      expect(status.match(/\t0{16}$/gm)).toHaveLength(5);
      expect(status).toMatch(/NoNewPrivs:\t1/);
      expect(await attack('cp /usr/bin/id id; chmod 4755 id; ./id -u; /usr/bin/id -u; cat /proc/self/uid_map')).toMatch(
        /^1000\n1000\n\s+1000\s/,
      );
      expect(await attack('su -c id root < /dev/null >/dev/null 2>&1 && echo became root')).toBe('');
    });

    test('cannot make namespaces, mount or unmount', async () => {
      const script =
        'unshare -Ur id; unshare -n id; mount -t tmpfs none /tmp; umount /workspace; umount /proc; chroot / id';
      expect(await attack(`(${script}) 2>/dev/null`)).toBe('');
      expect(
        await attack('mount -o remount,rw / 2>/dev/null; mount -o remount,bind,rw /usr 2>/dev/null; touch /x /usr/x'),
      ).toContain('Read-only');
    });

    test('does not learn the name of the host', async () => {
      expect(await attack('hostname; uname -n')).toBe('sandbox\nsandbox\n');
    });

    test('cannot smuggle an option of the sandbox in through a variable', async () => {
      const env = { X: `x\0--bind\0/\0/host` };
      await expect(worker.run(place.shell('ls /host', { env }))).rejects.toMatchObject({ code: 'command_invalid' });
      const PATH = `${place.workspace}:/workspace`;
      writeFileSync(join(place.workspace, 'bwrap'), '#!/bin/sh\necho never\n', { mode: 0o755 });
      const result = await worker.run(
        place.command(['--bind', '/', '/host'], { env: { PATH, LD_PRELOAD: '/workspace/x.so' } }),
      );
      expect(result.exitCode).not.toBe(0);
    });

    test('leaves nothing running behind, not even what changed its session and its parent', async () => {
      const script = '(setsid sh -c "trap \\"\\" TERM HUP; sleep 54321.5" > /dev/null 2>&1 < /dev/null &) & sleep 0.3';
      const running = worker.run(
        place.shell(`${script}; echo up; sleep 0.3`, { onOutput: () => seen.push(...processesNaming('54321.5')) }),
      );
      const seen: number[] = [];
      expect((await running).exitCode).toBe(0);
      expect(seen).not.toEqual([]);
      expect(processesNaming('54321.5')).toEqual([]);
    });
  });

  describe.skipIf(user.missing !== undefined)(
    `a hostile command against .git, worker run by ${user.name}${reason(user)}`,
    () => {
      let place: Place;
      let worker: Worker;
      const attack = async (script: string) => (await worker.run(place.shell(script))).output;

      beforeAll(async () => {
        place = makePlace(user.user);
        worker = await user.open({ workspace: place.workspace, home: place.home, gitDir: place.gitDir });
      });
      afterAll(async () => {
        await worker?.close();
        place?.remove();
      });

      test('can read it with git', async () => {
        expect(await attack('git rev-parse --git-dir')).toBe('.git\n');
      });

      test('cannot write a hook or the configuration', async () => {
        const before = readFileSync(join(place.gitDir, 'config'), 'utf8');
        const script =
          'echo x > .git/hooks/pre-push; echo x >> .git/config; git config core.hooksPath /workspace; rm -rf .git';
        expect(await attack(`${script}; true`)).toContain('Read-only file system');
        expect(existsSync(join(place.gitDir, 'hooks/pre-push'))).toBe(false);
        expect(readFileSync(join(place.gitDir, 'config'), 'utf8')).toBe(before);
      });

      test('cannot put another in its place', async () => {
        const script = 'mv .git other; rmdir .git; rm -rf .git; ln -sfn /tmp .git; mkdir new && mv -T new .git';
        await attack(`(${script}) 2>/dev/null; true`);
        expect(await attack('git rev-parse --git-dir; ls .git/HEAD')).toBe('.git\n.git/HEAD\n');
        expect(readdirSync(join(place.workspace, '.git'))).toEqual([]);
      });
    },
  );

  test.skipIf(user.missing !== undefined)(
    `a “.git” that is a link is refused, worker run by ${user.name}`,
    async () => {
      const place = makePlace(user.user);
      mkdirSync(join(place.workspace, 'elsewhere'));
      symlinkSync('elsewhere', join(place.workspace, '.git'));
      own(place.workspace, user.user);
      const worker = await user.open({ workspace: place.workspace, home: place.home, gitDir: place.gitDir });
      await expect(worker.run(place.shell('true'))).rejects.toMatchObject({ code: 'workspace_invalid' });
      await worker.close();
      place.remove();
    },
  );

  test.skipIf(user.missing !== undefined)(
    `when the worker is killed its commands die with it, worker run by ${user.name}`,
    async () => {
      const place = makePlace(user.user);
      const worker = await user.open(place);
      const begun = Promise.withResolvers<void>();
      const running = worker.run(
        place.shell('setsid sleep 54321.6 & echo begun; sleep 54321.6', { onOutput: () => begun.resolve() }),
      );
      await begun.promise;
      expect(processesNaming('54321.6')).not.toEqual([]);
      worker.process.kill('SIGKILL');
      await expect(running).rejects.toThrow('ended');
      await expect.poll(() => processesNaming('54321.6'), { timeout: 10_000 }).toEqual([]);
      place.remove();
    },
  );
}

function reason({ missing }: WorkerUser): string {
  return missing === undefined ? '' : `: skipped, ${missing}`;
}
