import * as z from 'zod';
import { TaskError, type Whose } from '#shared/task/failure.ts';

const Refused = z.object({
  message: z.string(),
  status: z.number(),
  /** Absent when no answer came at all. */
  response: z.object({ headers: z.record(z.string(), z.unknown()), data: z.unknown() }).optional(),
});
export type Refused = z.infer<typeof Refused>;

/** An error of the GitHub client; undefined for any other. */
export function asRefused(error: unknown): Refused | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  return Refused.safeParse({ ...error, message }).data;
}

/** Whether the call may have been carried out although it failed. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof z.ZodError || (asRefused(error)?.status ?? 0) >= 500;
}

/** Gives every failure of a call about a repository its words, its owner and its remedy. `needed`: what the App has to be given for it. */
export async function explained<T>(repository: string, work: Promise<T>, needed = ''): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refused = asRefused(error);
    if (error instanceof z.ZodError) throw unreadable(error);
    throw refused === undefined ? error : explain(repository, refused, needed, error);
  }
}

function explain(repository: string, refused: Refused, needed: string, cause: unknown): TaskError {
  const { status, message, response } = refused;
  if (response === undefined || status >= 500) return unavailable(cause);
  if (isLimit(refused)) return busy(refused, cause);
  if (status === 401 || /Integration not found/.test(message)) return appRefused(cause);
  if (status === 404) return unreachable(repository, cause);
  if (status === 403) return forbidden(repository, refused, cause);
  if (/permissions requested are not granted/.test(message)) return permissionMissing(repository, needed, cause);
  return invalid(repository, refused, cause);
}

function isLimit({ status, message, response }: Refused): boolean {
  const spent = response?.headers['x-ratelimit-remaining'] === '0';
  return status === 429 || (status === 403 && (spent || /secondary rate/i.test(message)));
}

function unavailable(cause: unknown): TaskError {
  const remedy = 'Try again in a few minutes; githubstatus.com says whether GitHub has a problem.';
  return failure(
    'github_unavailable',
    'GitHub did not answer, or answered that it is broken.',
    'transient',
    remedy,
    cause,
  );
}

function unreadable(cause: unknown): TaskError {
  const remedy = 'Whoever runs this bot: check that its API address is that of a GitHub.';
  return failure(
    'github_unreadable',
    'GitHub answered in a way Bellhop does not understand.',
    'service',
    remedy,
    cause,
  );
}

function busy({ response }: Refused, cause: unknown): TaskError {
  const seconds = Number(response?.headers['retry-after']);
  const when = seconds > 0 ? `in ${Math.ceil(seconds / 60)} min` : 'in some minutes';
  return failure('github_busy', 'GitHub asks Bellhop to slow down.', 'transient', `Try again ${when}.`, cause);
}

function appRefused(cause: unknown): TaskError {
  const remedy = 'Whoever runs this bot: check that the App id and the private key belong together, and the clock.';
  return failure('github_app_refused', "GitHub does not accept Bellhop's App credentials.", 'service', remedy, cause);
}

/** The App cannot see the repository; GitHub does not tell whether it exists. */
export function unreachable(repository: string, cause?: unknown): TaskError {
  const words = `The GitHub App is not installed on ${clipped(repository, 140)}, or it does not exist.`;
  const remedy = 'Check the spelling; if it is right, ask an admin of the repository to install the App on it.';
  return failure('repository_unreachable', words, 'yours', remedy, cause);
}

function forbidden(repository: string, { message, response }: Refused, cause: unknown): TaskError {
  if (/archived/.test(message)) {
    const remedy = 'Choose another repository, or ask one of its admins to unarchive it.';
    return failure(
      'repository_archived',
      `${repository} is archived, so nothing in it can be changed.`,
      'yours',
      remedy,
      cause,
    );
  }
  if (/suspended/.test(message)) {
    const remedy = 'Ask an owner of the organisation to end the suspension of the App.';
    return failure('repository_unreachable', `The GitHub App is suspended for ${repository}.`, 'yours', remedy, cause);
  }
  return permissionMissing(repository, String(response?.headers['x-accepted-github-permissions'] ?? ''), cause);
}

function permissionMissing(repository: string, needed: string, cause: unknown): TaskError {
  const which = needed === '' ? 'contents=write; pull_requests=write' : clipped(needed, 200);
  const words = `The GitHub App lacks a permission it needs on ${repository}.`;
  const remedy = `Whoever owns the App: give it ${which}; then an admin of the repository accepts the new permissions.`;
  return failure('github_permission_missing', words, 'service', remedy, cause);
}

const Invalid = z.object({
  errors: z.array(
    z.object({ field: z.string().optional(), code: z.string().optional(), message: z.string().optional() }),
  ),
});

function invalid(repository: string, { message, response }: Refused, cause: unknown): TaskError {
  const errors = Invalid.safeParse(response?.data).data?.errors ?? [];
  if (/No commits between/.test(message)) {
    const words = 'There is nothing to propose: the branch has no commit that its base lacks.';
    return failure('nothing_to_propose', words, 'yours', 'Say more precisely what should change, then retry.', cause);
  }
  const missing = errors.find(({ field, code }) => code === 'invalid' && (field === 'base' || field === 'head'));
  if (missing !== undefined) {
    const words = `The ${missing.field} branch of the pull request does not exist in ${repository}.`;
    return failure(
      'branch_missing',
      words,
      'yours',
      'Check that the branch was not deleted or renamed, then retry.',
      cause,
    );
  }
  const words = `GitHub refused: ${clipped(errors[0]?.message ?? message, 300)}`;
  return failure(
    'github_refused',
    words,
    'service',
    'Retry once; if it happens again, send the task id to whoever runs this bot.',
    cause,
  );
}

function failure(code: string, words: string, whose: Whose, remedy: string, cause: unknown): TaskError {
  return new TaskError(code, words, { whose, remedy, cause });
}

function clipped(text: string, most: number): string {
  return [...text].slice(0, most).join('');
}
