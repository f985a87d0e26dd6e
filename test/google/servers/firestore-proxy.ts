import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  status as Status,
} from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';

/** A request on its way to Firestore, with the name of the call: `Commit`, `RunQuery`, `BatchGetDocuments`, `Listen`. */
interface Passing {
  readonly call: string;
  readonly request: unknown;
}

/** `lost`: Firestore never sees the request. `answer lost`: Firestore does it, and says so to nobody. */
interface Fault {
  readonly code: Status;
  readonly loses: 'request' | 'answer';
}

/** Stands between Firestore's client and its emulator, sees every request, and may come between. */
export interface FirestoreProxy {
  /** As FIRESTORE_EMULATOR_HOST wants it. */
  readonly host: string;
  /** All there were, in order. */
  readonly seen: readonly Passing[];
  /** Asked before each request. */
  meddle(rule: (passing: Passing) => Fault | undefined): void;
  /** Ends the streams of the listeners there are, or tells them that their query is refused. How many there were. */
  breakListeners(how: 'stream ends' | 'query refused'): number;
  close(): void;
}

type Call = ServerDuplexStream<Buffer, Buffer>;

export async function startFirestoreProxy(upstream: string): Promise<FirestoreProxy> {
  const seen: Passing[] = [];
  const listeners = new Set<Call>();
  let rule: (passing: Passing) => Fault | undefined = () => undefined;
  const client = new Client(upstream, credentials.createInsecure(), ANY_SIZE);
  const server = new Server(ANY_SIZE);
  const service = firestoreService();
  const refusal = service.Listen?.responseSerialize(REFUSED_QUERY) ?? Buffer.alloc(0);

  for (const [call, { path, requestDeserialize }] of Object.entries(service)) {
    // Whatever a call's kind is, on the wire it is messages in and messages out.
    const handle = (incoming: Call) => {
      if (call === 'Listen') listeners.add(incoming);
      let fault: Fault | undefined;
      const outgoing = client.makeBidiStreamRequest(path, same, same, incoming.metadata);
      incoming.on('data', (message: Buffer) => {
        const passing = { call, request: requestDeserialize(message) };
        seen.push(passing);
        fault = rule(passing);
        if (fault?.loses !== 'request') return outgoing.write(message);
        refuse(incoming, fault.code);
        return outgoing.cancel();
      });
      incoming.on('end', () => outgoing.end());
      incoming.on('cancelled', () => outgoing.cancel());
      incoming.on('close', () => listeners.delete(incoming));
      outgoing.on('data', (message: Buffer) => fault ?? incoming.write(message));
      // The status says it all once more.
      outgoing.on('error', () => {});
      outgoing.on('status', ({ code, details, metadata }) => {
        if (fault) refuse(incoming, fault.code);
        else if (code === Status.OK) incoming.end(metadata);
        else incoming.emit('error', { code, details, metadata });
      });
    };
    server.register(path, handle as never, same, same, 'bidi');
  }

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    host: `127.0.0.1:${port}`,
    seen,
    meddle: (next) => {
      rule = next;
    },
    breakListeners: (how) => {
      const broken = [...listeners];
      for (const listener of broken) {
        if (how === 'stream ends') refuse(listener, Status.UNAVAILABLE);
        else listener.write(refusal);
      }
      return broken.length;
    },
    close: () => {
      server.forceShutdown();
      client.close();
    },
  };
}

/** How Firestore tells a listener that it will get no more, and why. */
const REFUSED_QUERY = {
  targetChange: {
    targetChangeType: 'REMOVE',
    targetIds: [1],
    cause: { code: Status.PERMISSION_DENIED, message: 'Missing or insufficient permissions.' },
  },
};

const ANY_SIZE = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

const same = (message: Buffer): Buffer => message;

function refuse(call: Call, code: Status): void {
  call.emit('error', { code, details: `the proxy says ${Status[code]}`, metadata: new Metadata() });
}

function firestoreService(): ServiceDefinition {
  const require = createRequire(createRequire(import.meta.url).resolve('@google-cloud/firestore'));
  const includeDirs = ['@google-cloud/firestore-api', 'google-gax'].map((name) => {
    const main = require.resolve(name);
    return join(main.slice(0, main.lastIndexOf('/build/')), 'build', 'protos');
  });
  const definitions = loadSync('google/firestore/v1/firestore.proto', { includeDirs, enums: String, longs: String });
  return definitions['google.firestore.v1.Firestore'] as ServiceDefinition;
}
