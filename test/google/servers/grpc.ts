import { createRequire } from 'node:module';
import { join } from 'node:path';
import { credentials, Server, ServerCredentials, type ServiceDefinition, type status } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';

const require = createRequire(import.meta.url);

/** What answers the calls of a service, by their names; rejecting with `grpcError` refuses one. */
export type Answers = Readonly<Record<string, (request: never) => unknown>>;

/** Everything in the protos that a package of Google's ships. */
export function protosOf(packageName: string, files: readonly string[]): PackageDefinition {
  const main = require.resolve(packageName);
  const gax = createRequire(main).resolve('google-gax');
  const includeDirs = [main, gax].map((entry) => join(entry.slice(0, entry.lastIndexOf('/build/')), 'build', 'protos'));
  return loadSync([...files], { includeDirs, enums: String, longs: String, oneofs: true });
}

/** Serves services of some protos at a free port of this machine. Closing waits for no call. */
export async function serveGrpc(protos: PackageDefinition, services: Readonly<Record<string, Answers>>) {
  const server = new Server();
  for (const [name, answers] of Object.entries(services)) {
    const calls = Object.entries(answers).map(([call, answer]) => [call, unary(answer)]);
    server.addService(serviceIn(protos, name), Object.fromEntries(calls));
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, clientOptions: clientOptionsFor(port), close: async () => server.forceShutdown() };
}

/** What one of Google's clients has to be made with to come to a server of ours, without credentials. */
const clientOptionsFor = (port: number) => ({
  apiEndpoint: '127.0.0.1',
  port,
  sslCreds: credentials.createInsecure(),
  projectId: 'demo',
});

/** A refusal that a client is told of with its code. */
export function grpcError(code: status, words: string): Error {
  return Object.assign(new Error(words), { code, details: words });
}

type Callback = (error: unknown, answer?: unknown) => void;

function unary(answer: (request: never) => unknown) {
  return ({ request }: { request: never }, callback: Callback): void => {
    const answered = (async () => answer(request))();
    answered.then((value) => callback(null, value), callback);
  };
}

/** Messages and enumerations have a format; services have their methods. */
function serviceIn(protos: PackageDefinition, name: string): ServiceDefinition {
  const definition = protos[name];
  if (!definition || 'format' in definition) throw new Error(`there is no service ${name}`);
  return definition as ServiceDefinition;
}
