import { Storage } from '@google-cloud/storage';
import { expect, onTestFinished, test } from 'vitest';
import { createLinks } from '#bot/artifacts/links.ts';
import { cloudStorageArtifacts } from '#shared/adapters/google/artifacts.ts';
import { connectBot } from '#worker/bot.ts';
import { openApi } from '../../bot/dispatch/api.ts';
import { STAGES } from '../../bot/tasks.ts';
import { xmlError } from '../../google/servers/cloud-storage/answers.ts';
import { startCloudStorage } from '../../google/servers/cloud-storage.ts';

const BUCKET = 'bellhop-artifacts';
const signal = new AbortController().signal;

/** A worker, a bot, and the bucket that both reach: the worker by the bot's signatures alone. */
async function open() {
  const server = await startCloudStorage(BUCKET);
  onTestFinished(server.close);
  const bucket = new Storage(server.options).bucket(BUCKET);
  const api = await openApi(STAGES.starting, { store: cloudStorageArtifacts({ bucket, now: Date.now }) });
  const session = await api.claimed();
  const worker = connectBot(api.url, session, (text) => text.replaceAll('password', '****'));
  const file = `${api.task.id}/${api.task.attempt}/agent.log`;
  const stored = () => server.objects.find(BUCKET, file)?.bytes.toString();
  return { server, worker, stored, link: createLinks(api.url, api.rights)(file) };
}

test('what a worker uploads reaches the bucket without passing the bot, and a person by the bot’s link', async () => {
  const { worker, stored, link } = await open();
  await worker.upload('agent.log', 'the password is password', signal);
  expect(stored()).toBe('the **** is ****');
  const response = await fetch(link);
  expect(await response.text()).toBe('the **** is ****');
  expect(response.redirected).toBe(true);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="agent.log"');
});

test('a later round replaces the file of an earlier one', async () => {
  const { worker, stored } = await open();
  for (const round of ['first', 'second', 'third']) await worker.upload('agent.log', round, signal);
  expect(stored()).toBe('third');
});

test('an upload comes through a busy store, a lost answer and an accident of the bot’s own', async () => {
  const { server, worker, stored } = await open();
  server.fault({ to: /:signBlob$/, happens: { answer: xmlError(503, 'ServiceUnavailable', 'Busy.') } });
  server.fault({ to: /^PUT/, happens: { answer: xmlError(503, 'ServiceUnavailable', 'Busy.') } });
  server.fault({ to: /^PUT/, happens: 'reply lost' });
  await worker.upload('agent.log', 'text', signal);
  expect(stored()).toBe('text');
  expect(server.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(3);
});

test('a bot that may not use the bucket says so to the worker, which does not try for ever', async () => {
  const { server, worker } = await open();
  server.objects.removeBucket(BUCKET);
  const missing = { code: 'bucket_missing', message: 'There is no bucket bellhop-artifacts in Cloud Storage.' };
  await expect(worker.upload('agent.log', 'text', signal)).rejects.toMatchObject(missing);
});
