import type { GoogleClients } from './clients.ts';

/** The resources of a project that Bellhop stands on, by their full names. */
interface Resources {
  readonly project: string;
  readonly database: string;
  readonly queue: string;
  readonly job: string;
  readonly subscription: string;
  readonly bucket: string;
}

/** One resource: the setting that names it, and how to ask whether it is there. */
interface Resource {
  readonly setting: string;
  readonly what: string;
  readonly make: string;
  readonly roles: string;
  readonly ask: () => Promise<unknown>;
}

const ANSWER_MS = 30_000;

/** Asks for every resource once. What is missing, forbidden or silent, each in a sentence with its fix. */
export async function problemsOf(resources: Resources, clients: GoogleClients): Promise<readonly string[]> {
  const asked = resourcesOf(resources, clients).map(async (resource) => {
    try {
      await within(resource.ask());
      return [];
    } catch (error) {
      return [sentence(resource, error)];
    }
  });
  return (await Promise.all(asked)).flat();
}

function resourcesOf(resources: Resources, clients: GoogleClients): readonly Resource[] {
  const { project, database, queue, job, subscription, bucket } = resources;
  const options = { timeout: ANSWER_MS, maxRetries: 0 };
  return [
    {
      setting: 'BELLHOP_FIRESTORE',
      what: `the Firestore database ${database} of ${project}`,
      make: `gcloud firestore databases create --database='${database}' --location=REGION`,
      roles: 'roles/datastore.user',
      ask: () => clients.firestore.doc('leases/nobody').get(),
    },
    {
      setting: 'BELLHOP_QUEUE',
      what: `the queue ${queue}`,
      make: `gcloud tasks queues create ${nameOf(queue)} --location=REGION`,
      roles: 'roles/cloudtasks.enqueuer and roles/cloudtasks.viewer',
      ask: () => clients.tasks.getQueue({ name: queue }, options),
    },
    {
      setting: 'BELLHOP_JOB',
      what: `the job ${job}`,
      make: `gcloud run jobs create ${nameOf(job)} --image=IMAGE --region=REGION`,
      roles: 'roles/run.developer',
      ask: () => clients.jobs.getJob({ name: job }, options),
    },
    {
      setting: 'BELLHOP_SUBSCRIPTION',
      what: `the subscription ${subscription}`,
      make: `gcloud pubsub subscriptions create ${nameOf(subscription)} --topic=TOPIC --enable-message-ordering`,
      roles: 'roles/pubsub.subscriber and roles/pubsub.viewer',
      ask: () => clients.pubsub.subscription(subscription).getMetadata({ timeout: ANSWER_MS }),
    },
    {
      setting: 'BELLHOP_BUCKET',
      what: `the bucket ${bucket}`,
      make: `gcloud storage buckets create gs://${bucket} --location=REGION`,
      roles: 'roles/storage.objectUser and roles/storage.legacyBucketReader',
      ask: () => clients.storage.bucket(bucket).getMetadata(),
    },
  ];
}

const nameOf = (resource: string): string => resource.split('/').at(-1) ?? resource;

/** The clients' own patience is minutes long where nobody answers. */
async function within<T>(answer: Promise<T>): Promise<T> {
  const silence = Promise.withResolvers<never>();
  const timer = setTimeout(() => silence.reject(new Error(`no answer within ${ANSWER_MS / 1_000} s`)), ANSWER_MS);
  return Promise.race([answer, silence.promise]).finally(() => clearTimeout(timer));
}

function sentence({ setting, what, make, roles }: Resource, error: unknown): string {
  switch (codeOf(error)) {
    case 5:
    case 404:
      return `${setting} names ${what}, which does not exist: correct the name, or make it with \`${make}\`.`;
    case 7:
    case 403:
      return `${setting} names ${what}, which this bot's account may not use: give the account ${roles}.`;
    case 16:
    case 401:
      return `${setting} names ${what}, and Google does not accept this bot's credentials: run it as a service account of the project, or set GOOGLE_APPLICATION_CREDENTIALS.`;
    default:
      return `${setting} names ${what}, which could not be asked for (${wordsOf(error)}): check that this machine reaches Google's services, then start again.`;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
