import type { WebClient } from '@slack/web-api';
import { WebAPIPlatformError } from '@slack/web-api';

/** Names of channels, asked for once each: policies may name channels, Slack gives ids. */
export function createChannelNames(client: WebClient): (channel: string) => Promise<string | undefined> {
  const names = new Map<string, string>();
  return async (channel) => {
    const known = names.get(channel);
    if (known !== undefined) return known;
    try {
      const { channel: info } = await client.conversations.info({ channel });
      if (info?.name) names.set(channel, info.name);
      return info?.name;
    } catch (error) {
      // A channel the bot cannot see has no name for it; a policy that names channels then refuses, which is safe.
      if (error instanceof WebAPIPlatformError) return undefined;
      throw error;
    }
  };
}
