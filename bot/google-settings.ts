import * as z from 'zod';
import { sharedKey } from './key.ts';
import { type Env, type Read, wanted } from './settings.ts';

/** Which of a project's resources the bot stands on. */
export interface GoogleSettings {
  readonly project: string;
  readonly region: string;
  /** Id of the Firestore database. */
  readonly database: string;
  /** Full names: `projects/…/locations/…/queues/…` and so on. */
  readonly queue: string;
  readonly job: string;
  readonly topic: string;
  readonly subscription: string;
  readonly bucket: string;
  /** What every right is derived from; 32 bytes, the same for all instances. */
  readonly key: Buffer;
  /** The service account Cloud Tasks calls the bot as. */
  readonly dispatcher: string;
  /** Where Google's services are played by others; a test's affair. */
  readonly endpoints: Endpoints;
}

const Endpoints = z.strictObject({
  /** `host:port` of gRPC servers that want no credentials. */
  tasks: z.string().optional(),
  run: z.string().optional(),
  /** http addresses. */
  storage: z.string().optional(),
  certificates: z.string().optional(),
});
type Endpoints = z.infer<typeof Endpoints>;

/** Short names are of the project and the region; whoever has them elsewhere gives full ones. */
export const googleSettings =
  (env: Env): Read<GoogleSettings> =>
  (problems) => {
    const project = wanted(
      env,
      'GOOGLE_CLOUD_PROJECT',
      "the id of the project that Bellhop's resources are in",
    )(problems);
    const region = wanted(env, 'BELLHOP_REGION', "the region of Bellhop's queue and job, like europe-west1")(problems);
    wanted(env, 'BELLHOP_URL', "the https address of the bot's own service")(problems);
    const regional = `projects/${project}/locations/${region}`;
    const read = (setting: string, kind: string, parent: string, fallback: string): string =>
      resourceName(env[setting] ?? fallback, { setting, kind, parent })(problems);
    return {
      ...{ project, region },
      database: env.BELLHOP_FIRESTORE ?? '(default)',
      queue: read('BELLHOP_QUEUE', 'queues', regional, 'bellhop'),
      job: read('BELLHOP_JOB', 'jobs', regional, 'bellhop-worker'),
      topic: read('BELLHOP_TOPIC', 'topics', `projects/${project}`, 'bellhop-events'),
      subscription: read('BELLHOP_SUBSCRIPTION', 'subscriptions', `projects/${project}`, 'bellhop-events'),
      bucket: env.BELLHOP_BUCKET ?? `${project}-bellhop`,
      key: sharedKey(env)(problems),
      dispatcher: dispatcher(env)(problems),
      endpoints: endpoints(env)(problems),
    };
  };

/** A name alone, or the whole path to it. */
const resourceName =
  (given: string, about: { setting: string; kind: string; parent: string }): Read<string> =>
  (problems) => {
    const { setting, kind, parent } = about;
    if (/^[A-Za-z][\w.~+%-]{0,254}$/.test(given)) return `${parent}/${kind}/${given}`;
    const whole =
      kind === 'queues' || kind === 'jobs' ? `projects/P/locations/L/${kind}/NAME` : `projects/P/${kind}/NAME`;
    const pattern = new RegExp(`^${whole.replaceAll(/\b(?:P|L|NAME)\b/g, '[^/\\s]+')}$`);
    if (!pattern.test(given))
      problems.push(`${setting} is ${given}: it has to be a name, or the whole of one like ${whole}.`);
    return given;
  };

const dispatcher =
  (env: Env): Read<string> =>
  (problems) => {
    const email = wanted(env, 'BELLHOP_DISPATCHER', 'the service account that Cloud Tasks calls the bot as')(problems);
    if (email !== '' && !/^[^@\s]+@[^@\s]+$/.test(email))
      problems.push(`BELLHOP_DISPATCHER is ${email}: it has to be the email of a service account.`);
    return email;
  };

const endpoints =
  (env: Env): Read<Endpoints> =>
  (problems) => {
    const given = Endpoints.safeParse(parsed(env.BELLHOP_GOOGLE_ENDPOINTS ?? '{}'));
    if (given.success) return given.data;
    problems.push(
      `BELLHOP_GOOGLE_ENDPOINTS is not an object of addresses for ${Object.keys(Endpoints.shape).join(', ')}.`,
    );
    return {};
  };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller names the setting and what it has to look like.
    return undefined;
  }
}
