import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  credentials,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  type status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const require = createRequire(import.meta.url);

/** One service out of the protos that a package of Google's ships. */
export function serviceIn(packageName: string, file: string, service: string): ServiceDefinition {
  const main = require.resolve(packageName);
  const gax = createRequire(main).resolve('google-gax');
  const definition = loadSync(file, {
    includeDirs: [main, gax].map((entry) => join(entry.slice(0, entry.lastIndexOf('/build/')), 'build', 'protos')),
    enums: String,
    longs: String,
    oneofs: true,
  })[service];
  // Messages and enumerations have a format; services have their methods.
  if (!definition || 'format' in definition) throw new Error(`${file} has no service ${service}`);
  return definition as ServiceDefinition;
}

/** What answers the calls of a service, by their names; rejecting with `grpcError` refuses one. */
export type Answers = Readonly<Record<string, (request: never) => unknown>>;

/** Serves at a free port of this machine. Closing waits for no call. */
export async function serveGrpc(service: ServiceDefinition, answers: Answers) {
  const server = new Server();
  server.addService(
    service,
    Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, unary(answer)])),
  );
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

function unary(answer: (request: never) => unknown) {
  return async ({ request }: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): Promise<void> => {
    try {
      callback(null, await answer(request as never));
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  };
}
