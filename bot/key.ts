import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, type Env, type Read, wanted } from './settings.ts';

/** What every right is derived from, 32 bytes: made once for a data folder, readable by its owner alone. */
export const keyIn =
  (data: string): Read<Buffer> =>
  (problems) => {
    const file = join(data, 'key');
    try {
      mkdirSync(data, { recursive: true, mode: 0o700 });
      if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
      const key = readFileSync(file, 'utf8');
      // Every right hangs on it: half a key, after a crash while it was written, is one that can be guessed.
      if (!IS_KEY.test(key))
        problems.push(`The key in ${file} is damaged: remove the file, and retry what was running.`);
      return derived(key);
    } catch (error) {
      problems.push(`BELLHOP_DATA names ${data}, which cannot be used (${codeOf(error)}): name a folder to write to.`);
      return derived('');
    }
  };

/** The same for all instances that share their tasks: it comes from where secrets are kept. */
export const sharedKey =
  (env: Env): Read<Buffer> =>
  (problems) => {
    const key = wanted(env, 'BELLHOP_KEY', 'a secret of 64 hex digits, the same for all instances')(problems);
    if (key !== '' && !IS_KEY.test(key))
      problems.push('BELLHOP_KEY is no key: make one with `openssl rand -hex 32`, and keep it in Secret Manager.');
    return derived(key);
  };

const IS_KEY = /^[0-9a-f]{64}$/;

const derived = (key: string): Buffer => createHash('sha256').update(key).digest();
