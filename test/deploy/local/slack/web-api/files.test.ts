import { expect, test } from 'vitest';
import { clientOf, errorOf, openSlack } from '../start.ts';

test('a file goes up in three steps and hangs on a message in the thread', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const { ts: thread_ts = '' } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'root' });
  await client.filesUploadV2({
    channel_id: 'C0GENERAL',
    thread_ts,
    initial_comment: 'The whole log',
    filename: 'test.log',
    title: 'Test log',
    content: 'all green ✔',
  });
  const ana = slack.person('U0ANA');
  const reply = await ana.waitForReply({ channel: 'general', thread: thread_ts });
  expect(reply).toMatchObject({ text: 'The whole log', files: [{ name: 'test.log', title: 'Test log', size: 13 }] });
  const [file] = reply.files ?? [];
  const mine = await fetch(String(file?.url_private), { headers: { authorization: `Bearer ${slack.botToken}` } });
  expect(await mine.text()).toBe('all green ✔');
  expect(mine.headers.get('content-disposition')).toBe('attachment');
  expect((await fetch(String(file?.url_private))).status).toBe(401);
  expect(await (await fetch(`${slack.url}/client/files/${file?.id}`)).text()).toBe('all green ✔');
});

test('an upload must be announced, complete and of the announced size', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });
  expect(await errorOf(client.files.completeUploadExternal({ files: [{ id: file_id }] }))).toBe('file_not_found');
  expect((await fetch(upload_url, { method: 'POST', body: 'four' })).status).toBe(400);
  expect((await fetch(upload_url, { method: 'POST', body: 'abc' })).status).toBe(200);
  const { files } = await client.files.completeUploadExternal({ files: [{ id: file_id }] });
  expect(files).toMatchObject([{ id: file_id, title: 'a.txt' }]);
  expect(await errorOf(client.files.completeUploadExternal({ files: [{ id: file_id }] }))).toBe('file_not_found');
  expect((await fetch(`${slack.url}/upload/v1/U404`, { method: 'POST', body: 'abc' })).status).toBe(400);
});

test('a snippet of more than a megabyte is too large', async () => {
  const slack = await openSlack();
  const files = clientOf(slack).files;
  const length = 1_024 * 1_024 + 1;
  expect(await errorOf(files.getUploadURLExternal({ filename: 'a.diff', length, snippet_type: 'diff' }))).toBe(
    'snippet_too_large',
  );
  expect(await errorOf(files.getUploadURLExternal({ filename: 'a.diff', length }))).toBe('no error');
});
