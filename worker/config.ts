import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import { type TaskId, taskId } from '#shared/task/task.ts';
import { type ModelChoice, ModelSettings } from './model-choice.ts';

export interface Config {
  /** Where the bot serves its worker API. */
  readonly botUrl: string;
  /** What the job runner calls this execution. */
  readonly execution: string;
  /** Good for one claim. */
  readonly capability: string;
  readonly task: TaskId;
  readonly attempt: number;
  /** Where the attempt's events go: to a folder, or to a topic of Pub/Sub by its full name. */
  readonly events: { readonly folder: string } | { readonly topic: string };
  /** Folder for workspaces. */
  readonly scratchFolder: string;
  /** Where workers of this machine keep what they found out. */
  readonly cacheFolder?: string;
  readonly model: ModelChoice;
  /** Files the scripted model may play. */
  readonly cassettes: readonly string[];
  /** What programs we start may need of our environment. */
  readonly environment: NodeJS.ProcessEnv;
}

const text = z.string({ error: 'is missing' }).min(1, 'is empty');
const folder = text.refine(isAbsolute, 'must be an absolute path');

const Environment = z.object({
  BELLHOP_BOT_URL: text.pipe(z.url({ protocol: /^https?$/, error: 'must be an http address' })),
  BELLHOP_EXECUTION: text,
  BELLHOP_CAPABILITY: text,
  BELLHOP_TASK: text.regex(/^t[0-9a-f]{11}$/, 'must be a task id').transform(taskId),
  BELLHOP_ATTEMPT: text.regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1').transform(Number),
  BELLHOP_EVENTS: folder.optional(),
  BELLHOP_EVENTS_TOPIC: text.regex(/^projects\/[^/]+\/topics\/[^/]+$/, 'must be the full name of a topic').optional(),
  BELLHOP_SCRATCH: folder.default(join(tmpdir(), 'bellhop')),
  BELLHOP_CACHE: folder.optional(),
  BELLHOP_CASSETTES: z.string().default('[]').transform(parseFiles),
});

/** Reads the environment once. Throws one TaskError that lists every problem. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // Cloud Run names its executions itself; its name is not known to whoever starts one.
  const named = { ...env, BELLHOP_EXECUTION: env.BELLHOP_EXECUTION ?? env.CLOUD_RUN_EXECUTION };
  const read = Environment.refine(hasOnePlace, { ...ONE_PLACE, when: () => true }).safeParse(named);
  const model = ModelSettings.safeParse(env);
  if (!read.success || !model.success) throw unusable([...issuesOf(read), ...issuesOf(model)]);
  return {
    botUrl: read.data.BELLHOP_BOT_URL,
    execution: read.data.BELLHOP_EXECUTION,
    capability: read.data.BELLHOP_CAPABILITY,
    task: read.data.BELLHOP_TASK,
    attempt: read.data.BELLHOP_ATTEMPT,
    events: eventsOf(read.data),
    scratchFolder: read.data.BELLHOP_SCRATCH,
    ...(read.data.BELLHOP_CACHE && { cacheFolder: read.data.BELLHOP_CACHE }),
    model: model.data,
    cassettes: read.data.BELLHOP_CASSETTES,
    environment: Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('BELLHOP_'))),
  };
}

const issuesOf = ({ error }: z.ZodSafeParseResult<unknown>) => error?.issues ?? [];

const ONE_PLACE = { path: ['BELLHOP_EVENTS'], error: 'is missing, or not alone: set it, or BELLHOP_EVENTS_TOPIC' };

const hasOnePlace = (env: z.infer<typeof Environment>): boolean =>
  (env.BELLHOP_EVENTS === undefined) !== (env.BELLHOP_EVENTS_TOPIC === undefined);

function eventsOf({ BELLHOP_EVENTS: folder, BELLHOP_EVENTS_TOPIC: topic = '' }: z.infer<typeof Environment>) {
  return folder === undefined ? { topic } : { folder };
}

function parseFiles(given: string, context: z.RefinementCtx): readonly string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(given));
  } catch {
    // Listed with the other problems, with all that is worth saying about it.
    context.addIssue({ code: 'custom', message: 'must be a JSON list of files' });
    return z.NEVER;
  }
}

function unusable(issues: readonly z.core.$ZodIssue[]): TaskError {
  const problems = issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  return new TaskError('worker_config_invalid', `The worker cannot start: ${problems.join('; ')}.`, {
    whose: 'service',
    remedy: 'The bot sets these for the workers it starts; correct what starts this one.',
  });
}
