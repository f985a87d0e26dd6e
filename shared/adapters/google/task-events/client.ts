import { type ClientConfig, PubSub } from '@google-cloud/pubsub';

/** Where Pub/Sub is. */
export interface Place {
  readonly project: string;
  /** Of one region, as `europe-west1-pubsub.googleapis.com`: order holds within a region. By default the nearest one. */
  readonly endpoint?: string;
}

/** A client for whoever closes it. */
export function openPubSub({ project, endpoint }: Place): PubSub {
  const options: ClientConfig = { projectId: project, ...(endpoint && { apiEndpoint: endpoint }) };
  return new PubSub({ ...options, ...CHANNEL });
}

/** By default gRPC would look for a broker that was away only two minutes later, and notice a dead line after five. */
const CHANNEL = {
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 5_000,
  'grpc.keepalive_time_ms': 30_000,
};
