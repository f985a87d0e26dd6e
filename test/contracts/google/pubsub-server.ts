import { protos } from '@google-cloud/pubsub';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';

const { PublishRequest, PublishResponse } = protos.google.pubsub.v1;

/** What one request carried. */
export interface Request {
  readonly key: string;
  readonly raws: readonly string[];
}

/** What a request is answered with: a gRPC status, or nothing at all. */
type Answer = (request: Request, number: number) => number | 'silence';

/** A Pub/Sub that takes publishes only, and answers as a test wants: the emulator refuses nobody. */
export async function pubsubServer(answer: Answer) {
  const requests: Request[] = [];
  const server = new Server({ 'grpc.max_receive_message_length': 10_000_000 });
  server.addService(PUBLISHER, {
    publish: (call: ServerUnaryCall<Request, Uint8Array>, reply: sendUnaryData<Uint8Array>) => {
      requests.push(call.request);
      const code = answer(call.request, requests.length);
      if (code === 'silence') return;
      if (code !== status.OK) reply({ code, details: `refused with ${code}` });
      else reply(null, PublishResponse.encode({ messageIds: call.request.raws.map((_, id) => `${id}`) }).finish());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => server.forceShutdown());
  return { endpoint: `127.0.0.1:${port}`, requests };
}

const PUBLISHER = {
  publish: {
    path: '/google.pubsub.v1.Publisher/Publish',
    requestStream: false,
    responseStream: false,
    requestSerialize: Buffer.from,
    requestDeserialize: (bytes: Buffer): Request => {
      const { messages } = PublishRequest.decode(bytes);
      return {
        key: messages[0]?.orderingKey ?? '',
        raws: messages.map(({ data }) => Buffer.from(data ?? '').toString()),
      };
    },
    responseSerialize: (bytes: Uint8Array) => Buffer.from(bytes),
    responseDeserialize: (bytes: Buffer) => bytes,
  },
};
