import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import { coalesced } from '../../coalesced.ts';
import { syncFolder } from '../durable-file.ts';
import { MAX_LINE_BYTES, STRUCK_OUT } from './files.ts';

interface Waiting {
  readonly line: string;
  readonly settle: PromiseWithResolvers<void>;
}

/** Appends lines to a file; each is durable once its promise resolves. Lines that wait together share one sync. */
export function appender(file: string) {
  let waiting: Waiting[] = [];
  let handle: FileHandle | undefined;

  const flush = coalesced(async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      handle ??= await openForAppending(file);
      await handle.appendFile(batch.map(({ line }) => `${line}\n`).join(''));
      await handle.datasync();
      for (const { settle } of batch) settle.resolve();
    } catch (error) {
      for (const { settle } of batch) settle.reject(error);
      // A part of the batch may be there: the next one begins with a look at how the file ends.
      await close();
    }
  });

  async function close(): Promise<void> {
    const open = handle;
    handle = undefined;
    await open?.close();
  }

  return {
    append: async (line: string): Promise<void> => {
      refuseUnfit(line);
      const settle = Promise.withResolvers<void>();
      waiting.push({ line, settle });
      flush().catch(settle.reject);
      await settle.promise;
    },
    close: async (): Promise<void> => {
      await flush();
      await close();
    },
  };
}

function refuseUnfit(line: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the two characters that mean something between lines
  if (/[\n\u0018]/.test(line)) throw new RangeError('what is published must be one line of text');
  const bytes = Buffer.byteLength(line);
  if (bytes <= MAX_LINE_BYTES) return;
  throw new TaskError('event_too_large', `An event of ${bytes} bytes is more than can be told at once.`, {
    whose: 'service',
    remedy: 'This is a defect of the worker: long output belongs into an artifact.',
  });
}

async function openForAppending(file: string): Promise<FileHandle> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const handle = await open(file, flags, 0o600);
  const { size } = await handle.stat();
  if (size === 0) await syncFolder(dirname(file));
  else await strikeOutTornLine(handle, size);
  return handle;
}

/** A predecessor that died while it wrote has published nothing with that line, and it must not become part of ours. */
async function strikeOutTornLine(handle: FileHandle, size: number): Promise<void> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer.toString() !== '\n') await handle.appendFile(`${STRUCK_OUT}\n`);
}
