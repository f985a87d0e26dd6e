import type { KnownBlock, WebClient } from '@slack/web-api';
import type { Message } from '../views/message.ts';

/** Tells one person something where they are: for their eyes only in a channel, or in their direct messages. */
export async function tell(
  client: WebClient,
  where: { user: string; channel?: string; thread?: string },
  { text, blocks }: Message,
): Promise<void> {
  const content = { text, blocks: blocks as KnownBlock[] };
  const { user, channel, thread } = where;
  if (channel !== undefined) {
    await client.chat.postEphemeral({ channel, user, ...(thread && { thread_ts: thread }), ...content });
    return;
  }
  const direct = await client.conversations.open({ users: user });
  await client.chat.postMessage({ channel: direct.channel?.id ?? user, unfurl_links: false, ...content });
}
