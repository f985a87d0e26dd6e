import { type ChatPostEphemeralArguments, type KnownBlock, WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Message } from '../views/message.ts';

/** Tells one person something where they are: for their eyes only in a channel, or in their direct messages. */
export async function tell(
  client: WebClient,
  where: { user: string; channel?: string; thread?: string },
  { text, blocks }: Message,
): Promise<void> {
  const content = { text, blocks: blocks as KnownBlock[] };
  const { user, channel, thread } = where;
  const here = channel && { channel, user, ...(thread && { thread_ts: thread }), ...content };
  if (here && (await whispered(client, here))) return;
  const direct = await client.conversations.open({ users: user });
  await client.chat.postMessage({ channel: direct.channel?.id ?? user, unfurl_links: false, ...content });
}

/** Where we are not, or they are no longer, nothing can be said; their direct messages are always there. */
async function whispered(client: WebClient, message: ChatPostEphemeralArguments): Promise<boolean> {
  try {
    await client.chat.postEphemeral(message);
    return true;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return false;
    throw error;
  }
}
