import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '#worker/sandbox/sandbox.ts';
import { makePlace, type Place } from '../worker/sandbox/place.ts';
import { type Worker, workerUsers } from '../worker/sandbox/workers.ts';

const NETWORKS = ['none', 'egress'] as const satisfies Command['network'][];
const registry = new URL(execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', cwd: '/' }).trim());
const unreachable = await fetch(new URL('is-odd', registry), { signal: AbortSignal.timeout(15_000) }).then(
  ({ ok }) => (ok ? undefined : 'the package registry does not answer'),
  () => 'no package registry can be reached',
);

for (const user of await workerUsers()) {
  const skipped = user.missing === undefined ? '' : `: skipped, ${user.missing}`;
  describe.skipIf(user.missing !== undefined)(`a command that wants out, worker run by ${user.name}${skipped}`, () => {
    let place: Place;
    let worker: Worker;
    let servers: Server[];
    let port: number;
    /** Runs JavaScript inside that ends by printing something. */
    const inside = async (script: string, network: Command['network']) =>
      (await worker.run(place.command(['node', '-e', script], { network }))).output.trim();

    beforeAll(async () => {
      place = makePlace(user.user);
      const web = createHttpServer((_, response) => response.end('reached the host'));
      const named = createServer((socket) => socket.resume().on('error', () => undefined));
      const abstract = createServer((socket) => socket.resume().on('error', () => undefined));
      await once(web.listen(0, '127.0.0.1'), 'listening');
      await once(named.listen(socketPath()), 'listening');
      await once(abstract.listen('\0bellhop-test-host'), 'listening');
      chmodSync(socketPath(), 0o777);
      servers = [web, named, abstract];
      port = (web.address() as AddressInfo).port;
      const egress = { allow: [registry.hostname], socketPath: join(place.folder, 'egress.sock') };
      worker = await user.open({ workspace: place.workspace, home: place.home, egress, toolchains: true });
    });
    afterAll(async () => {
      await worker?.close();
      for (const server of servers) server.close();
      place?.remove();
    });
    const socketPath = () => join(place.folder, 'host.sock');

    test.each(NETWORKS)('does not reach a server on the loopback of the host (network: %s)', async (network) => {
      const url = `http://127.0.0.1:${port}/`;
      expect(await (await fetch(url)).text()).toBe('reached the host');
      expect(await inside(fetching(url), network)).toMatch(/^failed/);
      expect(await inside(fetching(`http://localhost:${port}/`), network)).toMatch(/^failed/);
    });

    test.each(NETWORKS)(
      'does not reach a unix socket of the host, by path or abstract (network: %s)',
      async (network) => {
        expect(existsSync(socketPath())).toBe(true);
        for (const path of [socketPath(), '\\0bellhop-test-host']) {
          expect(await inside(connecting(`{ path: '${path}' }`), network)).toMatch(/^failed/);
        }
        expect(await inside(connecting(`{ path: '/var/run/docker.sock' }`), network)).toMatch(/^failed/);
      },
    );

    test('the host itself can open the abstract socket that the sandbox cannot', () => {
      const script = connecting(`{ path: '\\0bellhop-test-host' }`);
      expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toContain('connected');
    });

    test.each(NETWORKS)(
      'has no way to an address, no metadata server and no name server (network: %s)',
      async (network) => {
        for (const host of ['169.254.169.254', '8.8.8.8', '10.0.0.1', 'fd20:ce::254', '2606:4700::1111']) {
          expect(await inside(connecting(`{ host: '${host}', port: 53 }`), network)).toMatch(
            /^failed (ENETUNREACH|EADDRNOTAVAIL)/,
          );
        }
        for (const name of ['metadata.google.internal', registry.hostname]) {
          const script = `require('dns').lookup('${name}', (error) => console.log(error ? 'failed' : 'found'))`;
          expect(await inside(script, network)).toBe('failed');
        }
      },
    );

    test('sees no interface but its own loopback', async () => {
      expect(await inside(`console.log(Object.keys(require('os').networkInterfaces()).join())`, 'none')).toBe('lo');
    });

    test('without the network it sees nothing of the proxy', async () => {
      expect(
        await inside(`console.log(require('fs').existsSync('/run/egress.sock'), process.env.HTTP_PROXY)`, 'none'),
      ).toBe('false undefined');
    });

    test('no way to write the address of the metadata server gets through the proxy', async () => {
      const hosts = [
        ...[
          '169.254.169.254',
          '2852039166',
          '0xA9FEA9FE',
          '0xa9.0xfe.0xa9.0xfe',
          '0251.0376.0251.0376',
          '169.254.43518',
        ],
        ...['[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[fd20:ce::254]', 'metadata.google.internal', 'metadata'],
        ...['127.0.0.1', 'localhost', '[::1]', '0', `${registry.hostname}@169.254.169.254`],
      ];
      const answers = JSON.parse(await inside(proxying(hosts), 'egress'));
      expect(answers).toHaveLength(2 * hosts.length);
      expect(answers.filter((answer: string) => !/^HTTP\/1\.1 (403|400) /.test(answer))).toEqual([]);
      expect(await worker.refused()).toContain('169.254.169.254');
    });

    test.skipIf(unreachable)(
      `installs a package from the registry${unreachable ? `: skipped, ${unreachable}` : ''}`,
      async () => {
        const result = await worker.run(place.shell(install('is-odd', registry), { network: 'egress' }));
        expect(result).toMatchObject({ exitCode: 0, output: expect.stringContaining('added') });
        expect(existsSync(join(place.workspace, 'node_modules/is-odd/package.json'))).toBe(true);
        expect((await worker.run(place.shell('node -e "require(\'is-odd\')"'))).exitCode).toBe(0);
      },
    );

    test.skipIf(unreachable)('installs nothing without the network, although the registry is allowed', async () => {
      const { exitCode } = await worker.run(place.shell(install('is-even', registry), { network: 'none' }));
      expect(exitCode).not.toBe(0);
    });

    test('installs nothing from a host that is not on the list', async () => {
      const other = new URL('https://packages.example.com/');
      const { exitCode } = await worker.run(place.shell(install('is-even', other), { network: 'egress' }));
      expect(exitCode).not.toBe(0);
      expect(await worker.refused()).toContain('packages.example.com');
      expect(existsSync(join(place.workspace, 'node_modules/is-even'))).toBe(false);
    });

    test('the exit code, the signals and the input of a command with network are its own', async () => {
      const network = 'egress';
      expect((await worker.run(place.shell('exit 9', { network }))).exitCode).toBe(9);
      expect((await worker.run(place.shell('kill -TERM $$', { network }))).exitCode).toBe(143);
      expect((await worker.run(place.shell('cat', { network, input: 'given' }))).output).toBe('given');
      expect(await worker.run(place.command(['no-such-program'], { network }))).toMatchObject({ exitCode: 127 });
    });
  });
}

function fetching(url: string): string {
  return `fetch('${url}', { signal: AbortSignal.timeout(5000) }).then((r) => console.log(r.ok ? 'reached' : 'failed ' + r.status), (e) => console.log('failed', e.cause?.code))`;
}

function connecting(to: string): string {
  return `require('net').connect(${to}).on('connect', () => { console.log('connected'); process.exit(); }).on('error', (e) => console.log('failed', e.code))`;
}

/** Asks the proxy for each host twice, as a tunnel and as a plain request, and prints the first lines of its answers. */
function proxying(hosts: readonly string[]): string {
  return `
    const lines = ${JSON.stringify(hosts)}.flatMap((host) => ['CONNECT ' + host + ':443', 'GET http://' + host + '/computeMetadata/v1/']);
    const ask = (line) => new Promise((done) => {
      const socket = require('net').connect(3128, '127.0.0.1', () => socket.write(line + ' HTTP/1.1\\r\\nhost: x\\r\\nMetadata-Flavor: Google\\r\\n\\r\\n'));
      socket.once('data', (data) => { done(String(data).split('\\r\\n')[0]); socket.destroy(); }).once('error', (e) => done(e.code));
    });
    Promise.all(lines.map(ask)).then((answers) => console.log(JSON.stringify(answers)));`;
}

function install(name: string, from: URL): string {
  return `cd /workspace; [ -f package.json ] || echo '{}' > package.json; npm install --registry '${from}' --fetch-retries 0 ${name}`;
}
