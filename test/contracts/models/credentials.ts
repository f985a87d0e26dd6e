import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import type { Asked, Dialect } from './play.ts';

/** What a caller may show: what is taken, something else, or nothing. */
export type Credentials = 'good' | 'wrong' | 'no';

const GOOD = 'a credential of this test';
const TOKEN = 'a token of this test';

export const keyFor = (credentials: Credentials): string => (credentials === 'good' ? GOOD : 'made up');

/** Google's libraries find them where they look first: a file whose credential is traded for a token at `url`. */
export function placeDefaultCredentials(url: string, credentials: Credentials): void {
  const folder = temporaryFolder();
  const [file, subject] = [join(folder, 'credentials.json'), join(folder, 'subject')];
  writeFileSync(subject, keyFor(credentials));
  const described = {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/test/providers/test',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${url}/token`,
    credential_source: { file: subject },
  };
  if (credentials !== 'no') writeFileSync(file, JSON.stringify(described));
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file);
  // Otherwise they ask Google which project such a credential is of. A worker has it.
  vi.stubEnv('GOOGLE_CLOUD_PROJECT', 'a-project');
  onTestFinished(() => void vi.unstubAllEnvs());
}

export const tokenFor: NonNullable<Dialect['token']> = (credential) =>
  credential.get('subject_token') === GOOD
    ? { access_token: TOKEN, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token', expires_in: 3_600 }
    : undefined;

export const showsToken = ({ headers }: Asked): boolean => headers.authorization === `Bearer ${TOKEN}`;

/** `header` is where the key is expected; `Bearer` before it where that is usual. */
export const showsKey = ({ headers }: Asked, header: string, before = ''): boolean =>
  headers[header] === `${before}${GOOD}`;
