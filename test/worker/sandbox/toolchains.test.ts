import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findToolchains } from '#worker/sandbox/toolchains.ts';
import { makePlace, type Place } from './place.ts';
import { type Worker, workerUsers } from './workers.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-toolchains-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a package manager outside the system is mounted as a whole, its command beside our node', async () => {
  program('lib/node_modules/npm/bin/npm-cli.js');
  writeFileSync(join(folder, 'lib/node_modules/npm/package.json'), '{"name":"npm"}');
  mkdirSync(join(folder, 'bin'));
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'bin/npm'));
  const { mounts } = await findToolchains({ PATH: join(folder, 'bin') });
  expect(mounts).toEqual([
    { from: join(folder, 'lib/node_modules/npm'), to: '/opt/node/lib/node_modules/npm' },
    { link: '/opt/node/lib/node_modules/npm/bin/npm-cli.js', to: '/opt/node/bin/npm' },
  ]);
});

test('something else that is called npm is passed over', async () => {
  program('bin/npm');
  writeFileSync(join(folder, 'package.json'), '{"name":"a-project"}');
  expect((await findToolchains({ PATH: join(folder, 'bin') })).mounts).toEqual([]);
});

test('python is mounted where it says it is installed, and not where PATH has a shim', async () => {
  const prefix = join(folder, 'versions/3');
  program('versions/3/bin/python3');
  program('shims/python3', `#!/bin/sh\necho ${prefix}\n`);
  const { mounts, path } = await findToolchains({ PATH: join(folder, 'shims') });
  expect(mounts).toEqual([{ from: prefix, to: prefix }]);
  expect(path).toContain(join(prefix, 'bin'));
});

test.each([['/'], ['/home'], ['/home/somebody'], ['/usr'], ['relative/path'], ['/not/there'], ['']])(
  'a python that says it is installed in “%s” brings nothing along',
  async (prefix) => {
    program('shims/python3', `#!/bin/sh\nprintf '${prefix}'\n`);
    const env = { PATH: `${join(folder, 'shims')}:/usr/bin:/bin`, HOME: '/home/somebody' };
    const { mounts } = await findToolchains(env);
    expect(mounts.filter((mount) => 'from' in mount && !mount.from.includes('node'))).toEqual([]);
  },
);

test('certificates of the worker come along, and no other variable', async () => {
  writeFileSync(join(folder, 'ca.pem'), '');
  const env = {
    PATH: '',
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    SSL_CERT_DIR: '/etc/ssl/certs',
    SECRET: 'canary',
  };
  const found = await findToolchains({ ...env, PIP_CERT: join(folder, 'missing.pem') });
  expect(found.mounts).toEqual([{ from: join(folder, 'ca.pem'), to: '/opt/certificates/NODE_EXTRA_CA_CERTS' }]);
  expect(found.env).toMatchObject({ NODE_EXTRA_CA_CERTS: '/opt/certificates/NODE_EXTRA_CA_CERTS' });
  expect(found.env).not.toHaveProperty('PIP_CERT');
  expect(JSON.stringify(found)).not.toContain('canary');
});

function program(path: string, text = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  chmodSync(join(folder, path), 0o755);
}

for (const user of await workerUsers()) {
  const skipped = user.missing === undefined ? '' : `: skipped, ${user.missing}`;
  describe.skipIf(user.missing !== undefined)(`inside a sandbox of a worker run by ${user.name}${skipped}`, () => {
    let place: Place;
    let worker: Worker;

    beforeAll(async () => {
      place = makePlace(user.user);
      worker = await user.open({ workspace: place.workspace, home: place.home, toolchains: true });
    });
    afterAll(async () => {
      await worker?.close();
      place?.remove();
    });

    test('node is the one that runs us, and npm runs on it', async () => {
      expect((await worker.run(place.command(['node', '--version']))).output).toBe(`${process.version}\n`);
      const script = 'npm pkg set scripts.test="node --version" > /dev/null; npm test --silent';
      writeFileSync(join(place.workspace, 'package.json'), '{}');
      chmodSync(join(place.workspace, 'package.json'), 0o666);
      expect((await worker.run(place.shell(script))).output).toBe(`${process.version}\n`);
    });

    test.each([
      ['git', ['git', '--version']],
      ['make', ['make', '--version']],
      ['python3', ['python3', '-c', 'import ssl, sqlite3, venv; print("fine")']],
      ['pip', ['python3', '-m', 'pip', '--version']],
      ['npx', ['npx', '--version']],
    ])('%s works', async (_, argv) => {
      expect(await worker.run(place.command(argv))).toMatchObject({ exitCode: 0 });
    });
  });
}
