import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bucket, File, GetSignedUrlConfig } from '@google-cloud/storage';
import type { Artifacts } from '#shared/ports.ts';
import type { Moment } from '#shared/task/task.ts';
import { ARTIFACT_BYTES } from '#shared/worker-api.ts';
import { checkedName } from '../artifact-name.ts';
import { isNoSuchObject, storageProblem } from './storage-problem.ts';

interface Options {
  readonly bucket: Bucket;
  readonly now: () => Moment;
  /** The client would wait for ever; a worker or a thread waits for the answer. */
  readonly answerMs?: number;
}

/** Long enough to send a file, or to follow a redirect; short enough to be worth nothing in a log. */
const SIGNED_MS = 10 * 60_000;
/** Its tries included. */
const ANSWER_MS = 10_000;

/**
 * Stored files in a bucket. Their bytes go in and come out by signed addresses that live for minutes; what people click
 * on is a link of the bot's, which leads to a fresh one each time.
 */
export function cloudStorageArtifacts({ bucket, now, answerMs = ANSWER_MS }: Options): Artifacts {
  async function sign(file: File, about: Omit<GetSignedUrlConfig, 'expires'>): Promise<string> {
    const at = now();
    const [url] = await file.getSignedUrl({ version: 'v4', accessibleAt: at, expires: at + SIGNED_MS, ...about });
    return url;
  }

  const acts = {
    place: async (file: File) => {
      const headers = headersFor(file.name, await generationOf(file));
      return { url: await sign(file, { action: 'write', extensionHeaders: headers }), headers };
    },
    has: async (file: File) => (await generationOf(file)) !== undefined,
    view: async (file: File) =>
      (await generationOf(file)) ? new URL(await sign(file, { action: 'read' })) : undefined,
  };

  /** The name is checked, and what the client throws is put into words. */
  const on =
    <T>(act: (file: File) => Promise<T>) =>
    async (name: string): Promise<T> => {
      const file = bucket.file(checkedName(name));
      const answer = Promise.race([act(file), tooLate(answerMs)]);
      return answer.catch((error: unknown) => {
        throw storageProblem(error, bucket.name);
      });
    };
  return { place: on(acts.place), has: on(acts.has), view: on(acts.view) };
}

/** What a PUT has to say, all of it signed. The file is served with the same words: saved, never shown. */
function headersFor(name: string, generation: string | undefined): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${basename(name)}"`,
    'cache-control': 'private, no-store',
    // 0: no file of this name may be there.
    'x-goog-if-generation-match': generation ?? '0',
    'x-goog-content-length-range': `0,${ARTIFACT_BYTES}`,
  };
}

async function tooLate(ms: number): Promise<never> {
  await sleep(ms, undefined, { ref: false });
  throw new Error(`No answer within ${ms} ms`);
}

/** undefined when there is no such file; each one that is stored gets another. */
async function generationOf(file: File): Promise<string | undefined> {
  try {
    const [{ generation }] = await file.getMetadata();
    return String(generation);
  } catch (error) {
    if (isNoSuchObject(error)) return undefined;
    throw error;
  }
}
