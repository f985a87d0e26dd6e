import { describe, expect, test } from 'vitest';
import { folderOf, type Layout, launchOf } from '#worker/sandbox/arguments.ts';
import type { Command } from '#worker/sandbox/sandbox.ts';

const LAYOUT: Layout = {
  system: [
    { from: '/usr', to: '/usr' },
    { link: 'usr/lib', to: '/lib' },
  ],
  mounts: [
    { from: '/etc/alternatives', to: '/etc/alternatives' },
    { from: '/root/node', to: '/opt/node/bin/node' },
    { from: '/data/work', to: '/workspace', writable: true },
  ],
  egressSocket: '/data/egress.sock',
  path: ['/opt/node/bin'],
  env: { CI: 'true' },
};
const COMMAND: Command = {
  argv: ['npm', 'test'],
  network: 'none',
  limits: { wallMs: 1, memoryBytes: 1_000, processes: 7, diskBytes: 400, outputBytes: 1 },
  logFile: '/log',
  signal: new AbortController().signal,
};

describe('an ordinary user', () => {
  const { argv, piped } = launchOf(LAYOUT, COMMAND);

  test('starts bubblewrap, which sets the limits and runs the command', () => {
    expect(argv.join(' ')).toBe(
      '/usr/bin/bwrap --args 3 -- /usr/bin/prlimit --nproc=7 --fsize=400 --core=0 --nofile=4096 -- npm test',
    );
  });

  test.each([
    ['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session'],
    ['--info-fd', '4', '--block-fd', '5'],
    ['--json-status-fd', '6'],
    ['--clearenv'],
    ['--setenv', 'PATH', '/opt/node/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'],
    ['--setenv', 'HOME', '/home/agent'],
    ['--setenv', 'CI', 'true'],
    ['--ro-bind', '/usr', '/usr', '--symlink', 'usr/lib', '/lib'],
    ['--ro-bind', '/root/node', '/opt/node/bin/node'],
    ['--bind', '/data/work', '/workspace'],
    ['--size', '250', '--tmpfs', '/dev/shm'],
    ['--size', '400', '--perms', '1777', '--tmpfs', '/tmp'],
    ['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', '/workspace'],
  ])('%s %s', (...wanted) => {
    expect(piped.join('\n')).toContain(wanted.join('\n'));
  });

  test('gets the network through nothing', () => {
    expect(piped.join(' ')).not.toMatch(/egress|PROXY/i);
  });
});

describe('root', () => {
  const { argv, piped, processes } = launchOf({ ...LAYOUT, dropTo: 1234 }, COMMAND);
  const chain = argv.join(' ');

  test('sets out what only it may reach, becomes the user, and goes on like an ordinary user', () => {
    expect(chain).toMatch(/^\/usr\/bin\/bwrap --unshare-pid --die-with-parent --info-fd 4 --block-fd 5 /);
    expect(chain).toContain('--ro-bind /root/node /stage/1 --bind /data/work /stage/2 --');
    expect(chain).toContain(
      '-- /usr/bin/setpriv --reuid 1234 --regid 1234 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all --pdeathsig KILL -- /usr/bin/bwrap --args 3',
    );
    expect(piped.join(' ')).toContain('--ro-bind /stage/1 /opt/node/bin/node --bind /stage/2 /workspace');
  });

  test('takes what everybody can reach from where it is', () => {
    expect(chain).not.toContain('alternatives');
    expect(piped.join(' ')).toContain('--ro-bind /etc/alternatives /etc/alternatives');
  });

  test('sees its processes apart from those of the host', () => {
    expect(chain).toContain('--dev-bind /proc /proc');
    expect(chain).toContain('--proc /stage/proc');
    expect(processes).toBe('/stage/proc');
  });

  test('is waited for at the outermost process', () => {
    expect(piped).not.toContain('--block-fd');
  });
});

describe('a command with network', () => {
  test('sees the socket, is told of the proxy, and starts through the forwarder', () => {
    const { argv, piped } = launchOf(LAYOUT, { ...COMMAND, network: 'egress' });
    expect(piped.join(' ')).toContain('--ro-bind /data/egress.sock /run/egress.sock');
    expect(piped.join(' ')).toContain('--setenv HTTPS_PROXY http://127.0.0.1:3128');
    // Java's programs read none of the usual variables.
    const java = piped[piped.indexOf('JAVA_TOOL_OPTIONS') + 1];
    expect(java).toContain('-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=3128');
    expect(argv.join(' ')).toMatch(
      /-- \/opt\/node\/bin\/node \/opt\/bellhop\/forwarder\.mjs \/run\/egress\.sock npm test$/,
    );
  });

  test('is refused when there is no proxy', () => {
    const { egressSocket: _, ...without } = LAYOUT;
    expect(() => launchOf(without, { ...COMMAND, network: 'egress' })).toThrow('no egress proxy');
  });
});

test('temporary files get half of the memory at most', () => {
  const limits = { ...COMMAND.limits, diskBytes: 5_000 };
  expect(launchOf(LAYOUT, { ...COMMAND, limits }).piped.join(' ')).toContain('--size 500 --perms 1777 --tmpfs /tmp');
});

test('what a command asks for comes after what the sandbox sets, and wins', () => {
  const { piped } = launchOf(LAYOUT, { ...COMMAND, env: { CI: 'no', PATH: '/x' } });
  expect(['PATH', 'CI'].map((name) => piped[piped.indexOf(name) + 1])).toEqual(['/x', 'no']);
});

test.each([{ X: 'a\0b' }, { 'X\0--bind': '/' }])('a NUL in a variable is refused: %j', (env) => {
  expect(() => launchOf(LAYOUT, { ...COMMAND, env })).toThrow('NUL');
});

test('a command in another folder goes there inside the sandbox', () => {
  const { argv } = launchOf(LAYOUT, { ...COMMAND, cwd: 'packages/a' });
  expect(argv.slice(-5)).toEqual(['/usr/bin/env', '-C', '/workspace/packages/a', 'npm', 'test']);
});

test.each([
  [undefined, '/w'],
  ['.', '/w'],
  ['a/../b', '/w/b'],
  ['/a', '/w/a'],
])('folder %s is %s', (cwd, folder) => {
  expect(folderOf('/w', cwd)).toBe(folder);
});

test.each([['..'], ['a/../..'], ['../w2']])('folder %s is refused', (cwd) => {
  expect(() => folderOf('/w', cwd)).toThrow('outside the workspace');
});
