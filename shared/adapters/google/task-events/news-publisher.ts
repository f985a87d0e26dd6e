import type { PubSub } from '@google-cloud/pubsub';
import { coalesced } from '../../coalesced.ts';
import { pubsubFailure } from './failure.ts';
import { NEWS_OF } from './source.ts';

/** Publishes only the latest news, without an ordering key: they wait behind nothing. What is overtaken is never sent. */
export function newsPublisher(pubsub: PubSub, { topic: name, source }: { topic: string; source: string }) {
  const topic = pubsub.topic(name, {
    batching: { maxMilliseconds: 0 },
    // Not tried again: news may be lost, and there will be newer.
    gaxOpts: { timeout: 5_000, retry: { retryCodes: [] } },
  });
  let latest: string | undefined;

  const flush = coalesced(async () => {
    const news = latest;
    latest = undefined;
    if (news === undefined) return;
    try {
      await topic.publishMessage({ data: Buffer.from(news), attributes: { [NEWS_OF]: source } });
    } catch (error) {
      // Newer ones that wait replace what was lost.
      if (latest === undefined) throw pubsubFailure(error, `topic ${name} of project ${pubsub.projectId}`);
    }
  });

  return {
    tell: (news: string): Promise<void> => {
      latest = news;
      return flush();
    },
    /** Whoever told has the failure already. */
    close: (): Promise<void> => flush().catch(() => undefined),
  };
}
