// Runs inside the sandbox, as the parent of a command that may use the network: gives the sandbox's own loopback one
// open door, the egress proxy's socket, and then gets out of the command's way.
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { constants } from 'node:os';

const PORT = 3128;
const [socketPath, file, ...args] = process.argv.slice(2);

const server = createServer({ allowHalfOpen: true }, (client) => {
  const proxy = connect({ path: socketPath, allowHalfOpen: true });
  client.pipe(proxy).pipe(client);
  // Either end may break off at any time; the other one then hears it.
  client.on('error', () => proxy.destroy());
  proxy.on('error', () => client.destroy());
});

server.listen(PORT, '127.0.0.1', () => {
  const child = spawn(file, args, { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(127);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
});
