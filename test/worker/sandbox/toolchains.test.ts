import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rememberedToolchains } from '#worker/sandbox/remembered-toolchains.ts';
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
    const others = mounts.filter((mount) => 'from' in mount && !/node|^\/etc\//.test(mount.from));
    expect(others).toEqual([]);
  },
);

test.each([
  ['rustc', 'bin/rustc', {}],
  ['go', 'bin/go', {}],
  ['ruby', 'bin/ruby', {}],
])('%s is mounted where it says it is installed', async (name, file, env) => {
  const prefix = join(folder, 'versions', name);
  program(`versions/${name}/${file}`);
  program(`shims/${name}`, `#!/bin/sh\necho ${prefix}\n`);
  const found = await findToolchains({ PATH: join(folder, 'shims') });
  expect(found.mounts).toEqual([{ from: prefix, to: prefix }]);
  expect(found.path).toContain(join(prefix, 'bin'));
  expect(found.env).toMatchObject(env);
});

test('Java is found in the many things it says of itself, and tells others by its variable', async () => {
  const prefix = join(folder, 'jdk');
  program('jdk/bin/java', `#!/bin/sh\nprintf 'Property settings:\\n    java.home = ${prefix}\\n' >&2\n`);
  const { mounts, path, env } = await findToolchains({ PATH: join(folder, 'jdk/bin') });
  expect(mounts).toEqual([{ from: prefix, to: prefix }]);
  expect(path).toContain(join(prefix, 'bin'));
  expect(env.JAVA_HOME).toBe(prefix);
});

test.each([
  ['mvn', 'tools/maven/bin/mvn', 'tools/maven', 'bin'],
  ['gradle', 'tools/gradle/bin/gradle', 'tools/gradle', 'bin'],
  ['dotnet', 'tools/dotnet/dotnet', 'tools/dotnet', '.'],
])('%s is mounted as the folder its file lies in, behind any link', async (name, file, prefix, bin) => {
  program(file);
  mkdirSync(join(folder, 'links'));
  symlinkSync(join(folder, file), join(folder, 'links', name));
  const { mounts, path } = await findToolchains({ PATH: join(folder, 'links') });
  expect(mounts).toEqual([{ from: join(folder, prefix), to: join(folder, prefix) }]);
  expect(path).toContain(join(folder, prefix, bin));
});

test('a language that fails to say where it is brings nothing along', async () => {
  program('shims/go', '#!/bin/sh\nexit 3\n');
  program('shims/java', '#!/bin/sh\necho java.home is a secret\n');
  expect((await findToolchains({ PATH: join(folder, 'shims') })).mounts).toEqual([]);
});

test('the system’s Maven keeps its own settings, which may hold passwords, to itself', async () => {
  const { mounts } = await findToolchains({ PATH: '/usr/bin:/bin' });
  const shown = mounts.flatMap((mount) => ('from' in mount ? [mount.from] : []));
  expect(shown.filter((path) => path.startsWith('/etc/maven') && !/(?:m2\.conf|logging)$/.test(path))).toEqual([]);
});

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

    test.for<[string, string[]]>([
      ['cargo', ['cargo', '--version']],
      ['rustc', ['rustc', '--version']],
      ['go', ['go', 'version']],
      ['java', ['java', '-version']],
      ['mvn', ['mvn', '--version']],
      ['gradle', ['gradle', '--version']],
      ['ruby', ['ruby', '--version']],
      ['bundle', ['bundle', '--version']],
      ['php', ['php', '--version']],
      ['composer', ['composer', '--version']],
      ['dotnet', ['dotnet', '--version']],
      ['prove', ['prove', '--version']],
    ])('%s works where the worker has it', async ([name, argv], context) => {
      const [program = '', ...args] = argv;
      if (spawnSync(program, args).status !== 0) context.skip(`this machine has no ${name}`);
      const file = spawnSync('which', [program]).stdout.toString();
      // What root keeps in its home is nobody else's.
      if (user.user !== 0 && !file.startsWith('/usr/')) context.skip(`not everybody may see this machine's ${name}`);
      const result = await worker.run(place.command(argv));
      expect(result.exitCode, result.output).toBe(0);
    });
  });
}

test('what was found is remembered for a while, and found again once something of it is gone', async () => {
  const [at, cache] = [1_000_000, join(folder, 'cache')];
  program('versions/3/bin/python3');
  program('shims/python3', `#!/bin/sh\necho asked >> ${folder}/asked\necho ${join(folder, 'versions/3')}\n`);
  const env = { PATH: join(folder, 'shims') };
  const asked = () => readFileSync(join(folder, 'asked'), 'utf8').split('\n').length - 1;
  const first = await rememberedToolchains(env, cache, at);
  expect(await rememberedToolchains(env, cache, at + 60_000)).toEqual(first);
  expect(asked()).toBe(1);
  await rememberedToolchains(env, cache, at + 11 * 60_000);
  expect(asked()).toBe(2);
  rmSync(join(folder, 'versions'), { recursive: true });
  expect((await rememberedToolchains(env, cache, at + 11 * 60_000)).mounts).toEqual([]);
});
