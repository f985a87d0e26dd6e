import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSlack } from '#deploy/local/slack/server.ts';
import { acking, openSocketApp } from './socket-app.ts';
import { clientOf, openSlack } from './start.ts';

test('what was said, shown and uploaded outlives a restart', async () => {
  const dataFile = join(await temporaryFolder(), 'deep', 'slack.sqlite');
  const channels = [{ id: 'C0OPEN', name: 'open', members: ['U0ANA'] }];
  const before = await startSlack({ dataFile, channels });
  const client = clientOf(before);
  await client.conversations.join({ channel: 'C0OPEN' });
  const { ts = '' } = await client.chat.postMessage({
    channel: 'C0OPEN',
    text: 'root',
    metadata: { event_type: 't', event_payload: { id: 1 } },
  });
  await before.person('U0ANA').reply({ channel: 'open', thread: ts }, 'reply');
  await client.reactions.add({ channel: 'C0OPEN', timestamp: ts, name: 'eyes' });
  await client.views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks: [{ type: 'divider' }] } });
  await client.filesUploadV2({ channel_id: 'C0OPEN', thread_ts: ts, filename: 'a.txt', content: 'kept' });
  const ana = before.person('U0ANA');
  const [thread, home] = [await ana.thread('open', ts), await ana.home()];
  await before.close();

  const after = await openSlack({ dataFile, channels });
  const anaAgain = after.person('U0ANA');
  expect(await anaAgain.thread('open', ts)).toEqual(thread);
  expect(await anaAgain.home()).toEqual(home);
  const { messages } = await clientOf(after).conversations.replies({
    channel: 'C0OPEN',
    ts,
    include_all_metadata: true,
  });
  expect(messages?.[0]).toMatchObject({ metadata: { event_payload: { id: 1 } }, reactions: [{ name: 'eyes' }] });
  const [file] = thread.at(-1)?.files ?? [];
  expect(await (await fetch(`${after.url}/client/files/${file?.id}`)).text()).toBe('kept');
});

test('a restarted Slack gives out no timestamp a second time, even when the clock went back', async () => {
  const dataFile = join(await temporaryFolder(), 'slack.sqlite');
  const before = await startSlack({ dataFile, now: () => 2_000_000_000_000 });
  const { ts } = await before.person('U0ANA').post('general', 'one');
  await before.close();
  const after = await openSlack({ dataFile, now: () => 1_000_000_000_000 });
  const later = await after.person('U0ANA').post('general', 'two');
  expect(Number(later.ts)).toBeGreaterThan(Number(ts));
});

test('without a file nothing is kept', async () => {
  const before = await startSlack();
  await before.person('U0ANA').post('general', 'gone');
  await before.close();
  const after = await openSlack();
  expect(await after.person('U0ANA').messages('general')).toEqual([]);
});

test('a port in use is told in plain words', async () => {
  const slack = await openSlack();
  const port = Number(new URL(slack.url).port);
  await expect(startSlack({ port })).rejects.toMatchObject({
    name: 'TaskError',
    code: 'slack_port_taken',
    whose: 'yours',
    message: `The local Slack cannot listen on port ${port}: something else on this machine already uses it.`,
    remedy: expect.stringContaining('another port'),
  });
});

test('a data file that is none of ours is told in plain words', async () => {
  const dataFile = join(await temporaryFolder(), 'slack.sqlite');
  await writeFile(dataFile, 'this is a letter to my aunt, and quite a long one at that'.repeat(20));
  await expect(startSlack({ dataFile })).rejects.toMatchObject({ code: 'slack_data_unreadable', whose: 'yours' });
});

test.each(['ana', 'U0BELLHOP', 'USLACKBOT'])('nobody can be called %s', async (id) => {
  await expect(startSlack({ people: [{ id, name: 'x' }] })).rejects.toMatchObject({ code: 'bad_slack_person' });
});

test('people and channels may be others', async () => {
  const slack = await openSlack({
    people: [{ id: 'U0DEE', name: 'dee', admin: true }],
    channels: [{ id: 'G0OPS', name: 'ops', members: ['U0DEE', 'U0BELLHOP'], private: true }],
  });
  const app = await openSocketApp(slack, acking);
  await slack.person('U0DEE').post('#ops', 'hi');
  const [envelope] = await app.atLeast(1);
  expect(envelope?.payload.event).toMatchObject({ channel: 'G0OPS', channel_type: 'group' });
  expect((await clientOf(slack).users.info({ user: 'U0DEE' })).user).toMatchObject({ is_admin: true, name: 'dee' });
});

test('closing answers whoever still waits, and may be asked for twice', async () => {
  const slack = await openSlack();
  await openSocketApp(slack);
  slack.faults.set({ kind: 'delay_deliveries', of: 'all', delayMs: 600_000 });
  const ana = slack.person('U0ANA');
  const outcomes = Promise.all([ana.slash('/delayed'), ana.slash('/sent')]);
  await slack.close();
  expect(await outcomes).toMatchObject([{ error: 'dispatch_failed' }, { error: 'dispatch_failed' }]);
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-slack-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
