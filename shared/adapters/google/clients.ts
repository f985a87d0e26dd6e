import { Firestore } from '@google-cloud/firestore';
import { PubSub } from '@google-cloud/pubsub';
import { ExecutionsClient, JobsClient } from '@google-cloud/run';
import { Storage } from '@google-cloud/storage';
import { CloudTasksClient } from '@google-cloud/tasks';
import { credentials } from '@grpc/grpc-js';

export interface GoogleClients {
  readonly firestore: Firestore;
  readonly tasks: CloudTasksClient;
  readonly jobs: JobsClient;
  readonly executions: ExecutionsClient;
  readonly pubsub: PubSub;
  readonly storage: Storage;
}

interface Options {
  readonly project: string;
  readonly database: string;
  /** `host:port` of servers without credentials, and an http address, in the place of Google's own. */
  readonly endpoints: {
    readonly tasks?: string | undefined;
    readonly run?: string | undefined;
    readonly storage?: string | undefined;
  };
}

/** Clients of one project, by default credentials. Nobody is called yet. Those of Firestore and Pub/Sub find an emulator by themselves. */
export function openClients({ project, database, endpoints }: Options): GoogleClients {
  return {
    firestore: new Firestore({ projectId: project, databaseId: database }),
    tasks: new CloudTasksClient(at(project, endpoints.tasks)),
    jobs: new JobsClient(at(project, endpoints.run)),
    executions: new ExecutionsClient(at(project, endpoints.run)),
    pubsub: new PubSub({ projectId: project }),
    storage: new Storage({ projectId: project, ...(endpoints.storage && { apiEndpoint: endpoints.storage }) }),
  };
}

function at(projectId: string, endpoint: string | undefined) {
  if (endpoint === undefined) return { projectId };
  const [apiEndpoint = '', port] = endpoint.split(':');
  return { projectId, apiEndpoint, port: Number(port), sslCreds: credentials.createInsecure() };
}
