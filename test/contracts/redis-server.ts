import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#deploy/local/free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
export const withoutRedis = hasRedis ? '' : ' (skipped: redis-server is not installed)';

/** A real Redis of a test's own, that keeps nothing. */
export async function startRedis() {
  const port = await freePort();
  const folder = temporaryFolder();
  const begin = async (): Promise<ChildProcess> => {
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    const started = spawn('redis-server', args, { stdio: 'ignore' });
    while (!(await listens(port))) await sleep(10);
    return started;
  };
  let server = await begin();
  const end = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    end,
    /** As a machine that hangs: it neither answers nor refuses. */
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    restart: async () => {
      await end();
      server = await begin();
    },
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const connected = once(socket, 'connect').then(
    () => true,
    () => false,
  );
  return connected.finally(() => socket.destroy());
}
