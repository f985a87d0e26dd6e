import { Storage, type StorageOptions } from '@google-cloud/storage';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cloudStorageArtifacts } from '#shared/adapters/google/artifacts.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { jsonError } from '../../google/servers/cloud-storage/answers.ts';
import { authAt } from '../../google/servers/cloud-storage/service-account.ts';
import { type CloudStorage, startCloudStorage } from '../../google/servers/cloud-storage.ts';
import { keepsTheContract } from '../artifacts.contract.ts';

const BUCKET = 'bellhop-artifacts';
const name = `${taskIdOf('a')}/1/log.txt`;

const artifactsOn = ({ options }: CloudStorage, about: StorageOptions = {}, answerMs = 60_000) =>
  cloudStorageArtifacts({ bucket: new Storage({ ...options, ...about }).bucket(BUCKET), now: Date.now, answerMs });

keepsTheContract('cloud-storage', async () => {
  const server = await startCloudStorage(BUCKET);
  const another = async () => artifactsOn(server);
  return { artifacts: artifactsOn(server), another, passes: server.passes, close: server.close };
});

async function open() {
  const server = await startCloudStorage(BUCKET);
  onTestFinished(server.close);
  const artifacts = artifactsOn(server);
  const send = async (text: string) => {
    const { url, headers } = await artifacts.place(name);
    return fetch(url, { method: 'PUT', headers, body: text });
  };
  return { server, artifacts, send };
}
type Opened = Awaited<ReturnType<typeof open>>;

const ASKS: readonly (keyof Opened['artifacts'])[] = ['place', 'has', 'view'];
const LOOKS = /^GET \/storage/;
const SIGNS = /:signBlob$/;
const denied = (permission: string) => ({
  answer: jsonError(403, 'forbidden', `Permission '${permission}' denied on resource (or it may not exist).`),
});
const busy = { answer: jsonError(503, 'backendError', 'We encountered an internal error. Please try again.') };

describe('a place', () => {
  test('whose answer was lost is used up, and a new one takes the file again', async () => {
    const { server, artifacts, send } = await open();
    server.fault({ to: /^PUT/, happens: 'reply lost' });
    const place = await artifacts.place(name);
    const put = () => fetch(place.url, { method: 'PUT', headers: place.headers, body: 'text' });
    await expect(put()).rejects.toThrow();
    expect((await put()).status).toBe(412);
    expect((await send('text')).status).toBe(200);
    expect(server.objects.find(BUCKET, name)?.bytes.toString()).toBe('text');
  });

  test('that is filled so late that its sender gave up does not bring back what was replaced since', async () => {
    const { server, send } = await open();
    const replaced = Promise.withResolvers<void>();
    server.fault({ to: /^PUT/, happens: { after: replaced.promise } });
    const late = send('older');
    await expect.poll(() => server.requests.some((request) => request.startsWith('PUT'))).toBe(true);
    expect((await send('newer')).status).toBe(200);
    replaced.resolve();
    expect((await late).status).toBe(412);
    expect(server.objects.find(BUCKET, name)?.bytes.toString()).toBe('newer');
  });

  test('holds nothing that could be used for anything else: no token, and a signature of this one request', async () => {
    const { server, artifacts } = await open();
    const { url, headers } = await artifacts.place(name);
    expect(JSON.stringify({ url, headers })).not.toContain('a-token');
    for (const method of ['GET', 'DELETE', 'POST']) expect((await fetch(url, { method, headers })).status).toBe(403);
    const other = { ...headers, 'x-goog-acl': 'public-read' };
    expect((await fetch(url, { method: 'PUT', headers: other, body: 'x' })).status).toBe(400);
    expect(server.objects.find(BUCKET, name)).toBeUndefined();
  });
});

describe('a problem is told in words that say what to do', () => {
  test('a bucket that is missing', async () => {
    const { server, artifacts } = await open();
    server.objects.removeBucket(BUCKET);
    for (const ask of ASKS) {
      const missing = { code: 'bucket_missing', whose: 'service', message: expect.stringContaining(BUCKET) };
      await expect(artifacts[ask](name), ask).rejects.toMatchObject(missing);
    }
  });

  test('a service account without a role on the bucket', async () => {
    const { server, artifacts } = await open();
    server.fault({ to: LOOKS, happens: denied('storage.objects.get'), times: ASKS.length });
    for (const ask of ASKS) {
      const forbidden = { code: 'bucket_forbidden', remedy: expect.stringContaining('roles/storage.objectUser') };
      await expect(artifacts[ask](name), ask).rejects.toMatchObject(forbidden);
    }
  });

  test('a service account that may not sign', async () => {
    const { server, artifacts } = await open();
    server.fault({ to: SIGNS, happens: denied('iam.serviceAccounts.signBlob') });
    const forbidden = { code: 'signing_forbidden', remedy: expect.stringContaining('iam.serviceAccounts.signBlob') };
    await expect(artifacts.place(name)).rejects.toMatchObject(forbidden);
  });

  test('credentials that are of no service account', async () => {
    const { server } = await open();
    const authClient = authAt(server.url);
    authClient.jsonContent = null;
    await expect(artifactsOn(server, { authClient }).place(name)).rejects.toMatchObject({
      code: 'credentials_missing',
    });
  });

  test('a service that is busy for longer than the client tries', async () => {
    const { server, artifacts, send } = await open();
    await send('text');
    server.fault({ to: LOOKS, happens: busy, times: 100 });
    for (const ask of ASKS) {
      await expect(artifacts[ask](name), ask).rejects.toMatchObject({ code: 'artifacts_away', whose: 'transient' });
    }
  });

  test('a service that cannot be reached', async () => {
    const { server, artifacts } = await open();
    await server.close();
    await expect(artifacts.has(name)).rejects.toMatchObject({ code: 'artifacts_away', whose: 'transient' });
  });

  test('a service that takes a request and never answers it', async () => {
    const { server } = await open();
    const never = Promise.withResolvers<void>();
    server.fault({ to: LOOKS, happens: { after: never.promise } });
    const hasty = artifactsOn(server, {}, 50);
    await expect(hasty.has(name)).rejects.toMatchObject({ code: 'artifacts_away', whose: 'transient' });
  });
});

test('what was busy or cut off once is asked again', async () => {
  const { server, artifacts, send } = await open();
  await send('text');
  server.fault({ to: LOOKS, happens: busy });
  expect(await artifacts.has(name)).toBe(true);
  server.fault({ to: LOOKS, happens: 'reply lost' });
  expect(await artifacts.has(name)).toBe(true);
  server.fault({ to: SIGNS, happens: busy });
  expect(String(await artifacts.view(name))).toContain(name);
});
