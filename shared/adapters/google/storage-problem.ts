import { TaskError } from '#shared/task/failure.ts';

/** No file of this name; a bucket that is missing has the same code and other words. */
export const isNoSuchObject = (error: unknown): boolean =>
  codeOf(error) === '404' && wordsOf(error).includes('No such object');

/** What Cloud Storage's client throws, in words: whose problem it is, and what to grant or to wait for. */
export function storageProblem(error: unknown, bucket: string): TaskError {
  if (error instanceof TaskError) return error;
  if (/find credentials|default credentials|client_email/.test(wordsOf(error)))
    return problem('credentials_missing', 'The bot runs as no service account of Google Cloud.', error, {
      remedy: 'Run the bot as a service account: on Cloud Run, or with a key in GOOGLE_APPLICATION_CREDENTIALS.',
    });
  if (error instanceof Error && error.name === 'SigningError') return signingProblem(error);
  const code = codeOf(error);
  if (code === '404')
    return problem('bucket_missing', `There is no bucket ${bucket} in Cloud Storage.`, error, {
      remedy: 'Create the bucket, or correct its name in the configuration.',
    });
  if (code === '401' || code === '403')
    return problem('bucket_forbidden', `Bellhop may not use the bucket ${bucket} in Cloud Storage.`, error, {
      remedy: `Grant roles/storage.objectUser on the bucket ${bucket} to the service account that the bot runs as.`,
    });
  return away('Cloud Storage did not answer, or was busy.', error);
}

/** Without a key of its own the bot has IAM sign for it. The client keeps only the words of what went wrong there. */
function signingProblem(error: unknown): TaskError {
  if (/signBlob|PERMISSION_DENIED|permission/i.test(wordsOf(error)))
    return problem('signing_forbidden', 'Bellhop may not sign addresses of stored files.', error, {
      remedy:
        'Grant roles/iam.serviceAccountTokenCreator (iam.serviceAccounts.signBlob) on the service account that the bot runs as, to itself.',
    });
  return away('IAM did not sign an address of a stored file.', error);
}

function problem(code: string, words: string, cause: unknown, { remedy }: { remedy: string }): TaskError {
  return new TaskError(code, words, { whose: 'service', remedy, cause });
}

const away = (words: string, cause: unknown): TaskError =>
  new TaskError('artifacts_away', words, { whose: 'transient', remedy: 'Retry in a few minutes.', cause });

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
